import {
  transition,
  type FailureKind,
  type Outcome,
  type TrialEvent,
  type TrialState,
  type TrialStatus,
} from '@gridsweep/sweep';

import type { Change, LogLine } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { dropUseless } from './checkpoints.ts';
import { appendLogs, cut } from './logs.ts';

interface LockedRow {
  id: string;
  sweep_id: string;
  state: TrialState;
  outcome: Outcome | null;
  failure_kind: FailureKind | null;
  failure_detail: string | null;
  attempts: number;
  failures: number;
  agent_id: string | null;
  last_seq: number;
  max_retries: number;
}

/** A trial whose row is locked until the transaction ends. */
export interface LockedTrial {
  readonly id: string;
  readonly sweepId: string;
  /** Agent that holds or last held the lease. */
  readonly agentId: string | undefined;
  readonly maxRetries: number;
  /** As it was read. */
  readonly before: TrialStatus;
  status: TrialStatus;
  lastSeq: number;
  /** What the trial's log should say of this, for example why an attempt ended without a result. */
  readonly notes: LogLine[];
}

/** Locks the trials that meet a condition, always in the same order, so that two transactions cannot block each other. */
export async function lockTrials(
  db: Queryable,
  condition: string,
  parameters: readonly unknown[],
): Promise<LockedTrial[]> {
  const rows = await db.query<LockedRow>(
    `select t.id, t.sweep_id, t.state, t.outcome, t.failure_kind, t.failure_detail, t.attempts, t.failures, t.agent_id,
            t.last_seq::float8 as last_seq, s.max_retries
       from trials t join sweeps s on s.id = t.sweep_id
      where ${condition}
      order by t.id
        for update of t`,
    parameters,
  );
  return rows.map((row) => ({
    id: row.id,
    sweepId: row.sweep_id,
    agentId: row.agent_id ?? undefined,
    maxRetries: row.max_retries,
    before: statusOf(row),
    status: statusOf(row),
    lastSeq: row.last_seq,
    notes: [],
  }));
}

/** Applies an event by the table of libs/sweep. Throws as it does: 'fenced' or 'conflict'. */
export function applyEvent(trial: LockedTrial, event: TrialEvent, now: number): void {
  trial.status = transition(trial.status, event, trial.maxRetries);
  if (event.type !== 'fail' && event.type !== 'expire') return;
  const reason =
    event.type === 'expire'
      ? 'its lease was not renewed in time'
      : event.detail === ''
        ? event.kind
        : `${event.kind}: ${event.detail}`;
  const { state, failures } = trial.status;
  const consequence =
    state === 'pending'
      ? `It is tried again (failure ${failures} of at most ${trial.maxRetries}).`
      : 'It is not tried again.';
  trial.notes.push({
    trialId: trial.id,
    attempt: event.attempt,
    agentId: trial.agentId ?? '',
    time: now,
    level: state === 'pending' ? 'warn' : 'error',
    message: `The attempt failed (${reason}). ${consequence}`,
  });
}

/**
 * Writes back what changed, writes the notes into each trial's log, drops checkpoints that nobody can go on from any more, and
 * ends the sweeps whose last trial has ended. Returns the trials whose state changed.
 */
export async function saveTrials(db: Queryable, trials: readonly LockedTrial[], now: number): Promise<Change[]> {
  const failed = <Value>(trial: LockedTrial, pick: (status: TrialStatus & { state: 'failed' }) => Value) =>
    trial.status.state === 'failed' ? pick(trial.status) : null;
  await db.query(
    `update trials t
        set state = new.state, failures = new.failures, last_seq = new.last_seq, outcome = new.outcome,
            failure_kind = new.failure_kind, failure_detail = new.failure_detail,
            lease_expires_at = case when new.state = 'running' then t.lease_expires_at end,
            ended_at = case when new.state in ('pending', 'running') then null else coalesce(t.ended_at, $8) end
       from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[])
         as new (id, state, failures, last_seq, outcome, failure_kind, failure_detail)
      where t.id = new.id`,
    [
      trials.map((trial) => trial.id),
      trials.map((trial) => trial.status.state),
      trials.map((trial) => trial.status.failures),
      trials.map((trial) => trial.lastSeq),
      trials.map((trial) => (trial.status.state === 'finished' ? trial.status.outcome : null)),
      trials.map((trial) => failed(trial, (status) => status.kind)),
      trials.map((trial) => failed(trial, (status) => cut(status.detail))),
      now,
    ],
  );
  await appendLogs(
    db,
    trials.flatMap((trial) => trial.notes),
  );
  const changed = trials.filter((trial) => trial.status.state !== trial.before.state);
  await dropUseless(
    db,
    changed.flatMap(({ id, before, status }) =>
      before.state === 'running' ? [{ trialId: id, finished: status.state === 'finished' }] : [],
    ),
  );
  await settleSweeps(db, [...new Set(changed.map((trial) => trial.sweepId))], now);
  return changed.map(changeOf);
}

/** Ends each of the sweeps that has no trial pending or running any more: 'cancelled' where all were, else 'ended'. */
async function settleSweeps(db: Queryable, sweepIds: readonly string[], now: number): Promise<void> {
  if (sweepIds.length === 0) return;
  // Two trials of one sweep that end in two transactions at once would each see the other still running.
  await db.query('select id from sweeps where id = any ($1::text[]) order by id for update', [sweepIds]);
  await db.query(
    `update sweeps s
        set state = case when exists (select from trials where sweep_id = s.id and state <> 'cancelled')
                    then 'ended' else 'cancelled' end,
            ended_at = $2
      where s.id = any ($1::text[]) and s.state in ('active', 'paused')
        and not exists (select from trials where sweep_id = s.id and state in ('pending', 'running'))`,
    [sweepIds, now],
  );
}

function changeOf({ id, sweepId, before, status }: LockedTrial): Change {
  const change = { trialId: id, sweepId, state: status.state };
  if (before.state !== 'running') return change;
  return { ...change, lost: { trialId: id, attempt: before.attempts, agentId: before.agentId } };
}

function statusOf(row: LockedRow): TrialStatus {
  const counts = { attempts: row.attempts, failures: row.failures };
  switch (row.state) {
    case 'running':
      return { state: 'running', ...counts, agentId: row.agent_id ?? '' };
    case 'finished':
      return { state: 'finished', ...counts, outcome: row.outcome! };
    case 'failed':
      return { state: 'failed', ...counts, kind: row.failure_kind!, detail: row.failure_detail ?? '' };
    case 'pending':
    case 'cancelled':
      return { state: row.state, ...counts };
  }
}
