/**
 * A trial: one cell of the grid with one seed, and the life it leads.
 *
 * | state     | event     | next                                                                           |
 * |-----------|-----------|--------------------------------------------------------------------------------|
 * | pending   | lease     | running, attempts + 1: the new count is the lease's fencing token              |
 * | running   | finish    | finished with its outcome                                                      |
 * | running   | fail      | bad-config, data: failed. Else failures + 1: pending, or failed past max_retries |
 * | running   | expire    | as fail of kind lost                                                           |
 * | running   | hand-back | pending, failures unchanged: a drained agent is nobody's fault                 |
 * | pending   | cancel    | cancelled                                                                      |
 * | running   | cancel    | cancelled                                                                      |
 * | failed    | retry     | pending, failures 0                                                            |
 * | cancelled | retry     | pending, failures 0                                                            |
 *
 * `finished` has no way out (I4). Attempts never decrease, so a token is never issued twice (I2).
 */

import { GridsweepError } from './error.ts';

/** A hyperparameter's value in one trial; a list is a vector such as Adam's betas. */
export type ParameterValue = string | number | boolean | null | readonly number[];
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** One cell of the grid × one seed. */
export interface Trial {
  /** Hash of the sweep and the trial's full configuration (I1): the same sweep always has the same ids. */
  readonly id: string;
  /** Position in the sweep's order, from 0. */
  readonly index: number;
  /** Hash of `parameters`: the same for all seeds of a cell. */
  readonly cellId: string;
  /** Every hyperparameter, the workload's defaults included. */
  readonly parameters: Parameters;
  readonly seed: number;
}

export const TRIAL_STATES = ['pending', 'running', 'finished', 'failed', 'cancelled'] as const;
export type TrialState = (typeof TRIAL_STATES)[number];

/**
 * How a finished trial's run went; both are results of its setting. diverged: a loss, a weight or a value that is not finite.
 * What a completed one learned is judged by its curves, where results are shown.
 */
export const OUTCOMES = ['completed', 'diverged'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why an attempt failed. */
export const FAILURE_KINDS = ['out-of-memory', 'crash', 'bad-config', 'data', 'lost'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What computed a trial's numbers. */
export interface Provenance {
  /** Version of gridsweep. */
  readonly version: string;
  readonly engine: string;
  /** What the engine chose on this machine, for example "simd". */
  readonly engineVariant: string;
  /** Processor or GPU model. */
  readonly device: string;
  readonly nodeVersion: string;
}

interface Counts {
  /** Leases taken so far. While running it is the live lease's fencing token (I2). */
  readonly attempts: number;
  /** Attempts that ended in a failure worth a retry since the start or the last `retry`; compared with max_retries. */
  readonly failures: number;
}

/** Where a trial is in its life: a state and what belongs to it. */
export type TrialStatus = Counts &
  (
    | { readonly state: 'pending' }
    | { readonly state: 'running'; readonly agentId: string }
    | { readonly state: 'finished'; readonly outcome: Outcome }
    | { readonly state: 'failed'; readonly kind: FailureKind; readonly detail: string }
    | { readonly state: 'cancelled' }
  );

/** What happens to a trial. Events of an attempt carry its fencing token. */
export type TrialEvent =
  | { readonly type: 'lease'; readonly agentId: string }
  | { readonly type: 'finish'; readonly attempt: number; readonly outcome: Outcome }
  | { readonly type: 'fail'; readonly attempt: number; readonly kind: FailureKind; readonly detail: string }
  | { readonly type: 'expire'; readonly attempt: number }
  | { readonly type: 'hand-back'; readonly attempt: number }
  | { readonly type: 'cancel' }
  | { readonly type: 'retry' };

/** The status of a trial that nobody has leased. */
export const NEW_TRIAL_STATUS: TrialStatus = { state: 'pending', attempts: 0, failures: 0 };

/** Whether a trial in this state changes no more unless it is retried (I4). */
export function hasEnded(state: TrialState): boolean {
  return state !== 'pending' && state !== 'running';
}

/**
 * The status after an event, by the table on top of this file. Pure.
 * @param maxRetries how many failures a trial survives
 * @throws GridsweepError 'fenced' where the event's attempt does not hold the live lease (I2): nothing may be written;
 *   'conflict' where the event does not fit the state
 */
export function transition(status: TrialStatus, event: TrialEvent, maxRetries: number): TrialStatus {
  const { attempts, failures } = status;
  switch (event.type) {
    case 'lease':
      if (status.state !== 'pending') throw conflict(status, event);
      return { state: 'running', attempts: attempts + 1, failures, agentId: event.agentId };
    case 'finish':
      leaseHolder(status, event.attempt);
      return { state: 'finished', attempts, failures, outcome: event.outcome };
    case 'fail':
      leaseHolder(status, event.attempt);
      return afterFailure(status, event.kind, event.detail, maxRetries);
    case 'expire': {
      const agentId = leaseHolder(status, event.attempt);
      return afterFailure(status, 'lost', `Agent "${agentId}" did not renew its lease in time.`, maxRetries);
    }
    case 'hand-back':
      leaseHolder(status, event.attempt);
      return { state: 'pending', attempts, failures };
    case 'cancel':
      if (hasEnded(status.state)) throw conflict(status, event);
      return { state: 'cancelled', attempts, failures };
    case 'retry':
      if (status.state !== 'failed' && status.state !== 'cancelled') throw conflict(status, event);
      return { state: 'pending', attempts, failures: 0 };
  }
}

/** The agent whose lease has this token. */
function leaseHolder(status: TrialStatus, attempt: number): string {
  if (status.state === 'running' && status.attempts === attempt) return status.agentId;
  throw new GridsweepError(
    'fenced',
    `Attempt ${attempt} no longer holds the trial's lease: the trial is ${status.state} after ${status.attempts} attempts.`,
  );
}

function afterFailure(counts: Counts, kind: FailureKind, detail: string, maxRetries: number): TrialStatus {
  const attempts = counts.attempts;
  const failures = counts.failures + 1;
  switch (kind) {
    case 'bad-config':
    case 'data':
      return { state: 'failed', attempts, failures, kind, detail };
    case 'crash':
    case 'lost':
    case 'out-of-memory':
      return failures > maxRetries
        ? { state: 'failed', attempts, failures, kind, detail }
        : { state: 'pending', attempts, failures };
  }
}

function conflict(status: TrialStatus, event: TrialEvent): GridsweepError {
  return new GridsweepError('conflict', `A trial that is ${status.state} cannot take the event "${event.type}".`);
}
