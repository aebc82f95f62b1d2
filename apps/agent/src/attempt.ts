import type { Logger } from 'pino';
import { GridsweepError, type CheckpointContent, type LogLevel, type RunEnd } from '@gridsweep/sweep';
import type { AgentClient, Assignment, CheckpointInfo, Lease } from '@gridsweep/protocol';
import type { Timing } from './backoff.ts';
import { fetchCheckpoint } from './fetch/checkpoint.ts';
import type { CodeCache } from './fetch/code-cache.ts';
import { News } from './news.ts';
import { discardContent } from './outgoing-file.ts';
import type { RunOver } from './trainer/channel.ts';
import { failureOf } from './trainer/failure.ts';
import type { Run } from './trainer/run.ts';
import type { Trainer } from './trainer/trainer.ts';

/** What all attempts of an agent share. */
export interface AttemptParts {
  readonly trainer: Trainer;
  readonly agents: AgentClient;
  readonly code: CodeCache;
  /** Folder for checkpoints that are too large for memory. */
  readonly scratchDir: string;
  readonly timing: Timing;
  readonly logger: Logger;
  /** How a run that failed ended, seen with the device that it ran on. */
  readonly judge: (over: RunOver) => Promise<RunOver>;
  /** There is something new to send. */
  readonly onChange: () => void;
}

/**
 * Where an attempt is.
 *
 *     waiting ──work──▶ fetching ──has all it needs──▶ training ──drain──▶ draining
 *      │  ▲               │ │  ▲                        │ │                 │
 *      │  └──no trainer───┘ │  └─unusable checkpoint────┘ │                 │
 *      └────hand back───────┴─────run ended, hand back────┴─────────────────┴──▶ settling
 *
 *     any ──forget──▶ forgotten
 *
 * Settling lasts until all of it is durable. Of a forgotten attempt nothing is sent; its slot is free when its run has ended.
 */
type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'fetching'; readonly leave: AbortController }
  | { readonly kind: 'training' | 'draining'; readonly run: Run }
  | { readonly kind: 'settling' }
  | { readonly kind: 'forgotten' };

/** What left a slot: a run, or an attempt that did not come to run and waits again. */
export type Left = RunEnd | { readonly type: 'cancelled' } | { readonly type: 'waiting' };
type Unusable = Extract<RunOver, { readonly type: 'unusable-checkpoint' }>;

/** One attempt of a trial, from its lease until all that it reported is durable. */
export class Attempt {
  readonly lease: Lease;
  /** What it has to tell. */
  readonly news: News;
  readonly #assignment: Assignment;
  readonly #parts: AttemptParts;
  #state: State = { kind: 'waiting' };

  constructor(assignment: Assignment, parts: AttemptParts) {
    this.lease = { trialId: assignment.trialId, attempt: assignment.attempt };
    this.#assignment = assignment;
    this.#parts = parts;
    this.news = new News(this.lease, parts.onChange);
  }

  get isWaiting(): boolean {
    return this.#state.kind === 'waiting';
  }

  /** Nothing of it is left to be done or sent. */
  get isDone(): boolean {
    return this.#state.kind === 'forgotten' || this.news.isTold;
  }

  /**
   * Fetches what the trial needs and trains it on a slot, which is the attempt's until this resolves. Never rejects. A checkpoint
   * that cannot be used is told, and the next older one is taken; without any the trial starts from the beginning.
   */
  async work(slot: number): Promise<Left> {
    const leave = new AbortController();
    this.#state = { kind: 'fetching', leave };
    try {
      return await this.#train(slot, leave);
    } catch (thrown) {
      const error = GridsweepError.from(thrown);
      // The coordinator has given the trial to another, and will say so.
      if (error.code === 'fenced') this.forget();
      return this.#conclude({ type: 'failed', ...failureOf(error) });
    }
  }

  /** Everything up to `seq` is durable: the run may report as many points more. */
  acknowledge(seq: number): void {
    const points = this.news.acknowledge(seq);
    if (this.#state.kind === 'training' || this.#state.kind === 'draining') this.#state.run.addCredits(points);
  }

  /** Hands the trial back: with a checkpoint of the next chunk boundary where it trains, at once where it does not yet. */
  drain(): void {
    if (this.#state.kind === 'waiting' || this.#state.kind === 'fetching') this.handBack();
    if (this.#state.kind !== 'training') return;
    this.#state = { ...this.#state, kind: 'draining' };
    this.#state.run.drain();
  }

  /** Hands the trial back as it stands at the coordinator, without waiting for its run. */
  handBack(): void {
    if (this.#state.kind === 'settling' || this.#state.kind === 'forgotten') return;
    this.#leave();
    this.#settle({ type: 'drained' });
  }

  /** Stops it and drops what it would have reported: its lease is lost, or nothing of it is wanted any more. */
  forget(): void {
    if (this.#state.kind === 'forgotten') return;
    this.#leave();
    this.#state = { kind: 'forgotten' };
    this.news.clear();
  }

  async #train(slot: number, leave: AbortController): Promise<Left> {
    const { codeSha256, checkpoints } = this.#assignment;
    const codeFolder = codeSha256 === undefined ? undefined : await this.#parts.code.folderOf(codeSha256, leave.signal);
    for (const info of checkpoints) {
      const checkpoint = await this.#fetch(info, leave.signal);
      if (checkpoint === null) continue;
      try {
        const left = await this.#run(slot, codeFolder, checkpoint, `Training goes on from step ${info.step}.`);
        if (left.type !== 'unusable-checkpoint') return left;
        this.#tellUnusable(info.step, left.reason);
        if (this.#kind() !== 'training') return await this.#conclude({ type: 'drained' });
        this.#state = { kind: 'fetching', leave };
      } finally {
        discardContent(checkpoint);
      }
    }
    const left = await this.#run(slot, codeFolder, null, 'Training starts.');
    if (left.type !== 'unusable-checkpoint') return left;
    throw new GridsweepError('internal', `A checkpoint was refused that was not there: ${left.reason}`);
  }

  /** The checkpoint, or null where it cannot be used. */
  async #fetch(info: CheckpointInfo, signal: AbortSignal): Promise<CheckpointContent | null> {
    try {
      return await fetchCheckpoint(this.lease, info, { ...this.#parts, signal });
    } catch (thrown) {
      const error = GridsweepError.from(thrown);
      if (error.code !== 'data' && error.code !== 'not-found') throw error;
      this.#tellUnusable(info.step, error.message);
      return null;
    }
  }

  async #run(
    slot: number,
    codeFolder: string | undefined,
    checkpoint: CheckpointContent | null,
    line: string,
  ): Promise<Left | Unusable> {
    if (this.#kind() !== 'fetching') return { type: 'cancelled' };
    if (this.#parts.trainer.pid === null) {
      this.#state = { kind: 'waiting' };
      return { type: 'waiting' };
    }
    this.#log('info', line);
    const { workload, trialId, sweepId, cellId, attempt, parameters, seed, settings } = this.#assignment;
    const trial = { trialId, sweepId, cellId, attempt, parameters, seed, settings, codeFolder };
    const opening = { workload, trial, checkpoint };
    const run = this.#parts.trainer.open(slot, opening, (event) => this.news.add(event));
    this.#state = { kind: 'training', run };
    const over = await run.ended;
    return over.type === 'unusable-checkpoint' ? over : this.#conclude(over);
  }

  /** The run is over, or did not come to be. @returns what is to be said of it */
  async #conclude(over: Exclude<RunOver, Unusable>): Promise<Left> {
    const judged = over.type === 'failed' && this.#isReporting() ? await this.#parts.judge(over) : over;
    // How a run ended of which nothing is wanted any more is nobody's news.
    if (!this.#isReporting()) return { type: 'cancelled' };
    const end: RunEnd =
      judged.type === 'finished' || judged.type === 'drained' || judged.type === 'failed'
        ? judged
        : { type: 'failed', kind: 'crash', detail: 'The run was stopped though nobody asked for it.' };
    this.#settle(end);
    return end;
  }

  #settle(end: RunEnd): void {
    this.#state = { kind: 'settling' };
    this.news.end(end);
    switch (end.type) {
      case 'finished':
        this.#log('info', `The trial finished: ${end.outcome}.`);
        return;
      case 'failed':
        this.#log('error', `The trial failed (${end.kind}): ${end.detail}`);
        return;
      case 'drained':
        this.#log('info', 'The trial was handed back, to go on from its newest checkpoint.');
    }
  }

  /** Stops what the attempt is about. */
  #leave(): void {
    if (this.#state.kind === 'fetching') this.#state.leave.abort();
    if (this.#state.kind === 'training' || this.#state.kind === 'draining') this.#state.run.cancel();
  }

  #tellUnusable(step: number, reason: string): void {
    this.#log('warn', `The checkpoint of step ${step} cannot be used, an older one or the beginning is: ${reason}`);
  }

  #log(level: LogLevel, message: string): void {
    this.#parts.logger[level](this.lease, message);
    this.news.log(level, message);
  }

  /** As a call, because it may have changed while something was waited for. */
  #kind(): State['kind'] {
    return this.#state.kind;
  }

  #isReporting(): boolean {
    return ['fetching', 'training', 'draining'].includes(this.#kind());
  }
}
