import type { Assignment, Lease } from '@gridsweep/protocol';
import type { Outbox } from './outbox.ts';
import type { RunEnd, RunEvent } from './trainer/messages.ts';
import type { Run, Trainer } from './trainer/trainer.ts';

/** Points that a run may have reported and that are not durable, beyond which it waits (I6). */
export const POINTS_IN_FLIGHT = 4_000;

/**
 * What one slot does.
 *
 *     idle ──start──▶ training ──drain──▶ draining
 *      ▲                 │ └─────stop──────┐  │ stop
 *      │                 │                 ▼  ▼
 *      ├────run ended────┴──────────────── stopping
 *      │                                       │
 *      └────────────── recovering ◀──run ended─┘
 *
 * Training, draining and stopping end when the run has ended. From `stopping` nothing is reported. A run that did not end
 * well leads to `recovering` first, where the slot waits for what its device needs.
 */
type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'training' | 'draining'; readonly lease: Lease; readonly run: Run; readonly outbox: Outbox }
  | { readonly kind: 'stopping'; readonly lease: Lease }
  | { readonly kind: 'recovering' };

export interface SlotEvents {
  onProgress(lease: Lease, progress: Extract<RunEvent, { readonly type: 'progress' }>): void;
  /** The attempt's slot is free soon. */
  onEnding(lease: Lease): void;
  /** There is something new in the attempt's outbox. */
  onReport(outbox: Outbox): void;
  onEnded(lease: Lease, end: RunEnd): void;
  /** The slot is idle again after it has recovered. */
  onIdle(): void;
}

/** What a run's end asks of the device, for agents on a GPU. */
export interface Recovery {
  /** How the run ended, seen with its device: a failure because the GPU is lost is nobody's fault, the trial is handed back. */
  judge(end: RunEnd): Promise<RunEnd>;
  /** Resolves when the device is ready for another run. Never rejects. */
  recover(): Promise<void>;
}

/** Trains one trial at a time and turns what the trainer says into reports. */
export class Slot {
  readonly #index: number;
  readonly #trainer: Trainer;
  readonly #events: SlotEvents;
  readonly #recovery: Recovery | null;
  #state: State = { kind: 'idle' };

  constructor(index: number, trainer: Trainer, events: SlotEvents, recovery: Recovery | null = null) {
    this.#index = index;
    this.#trainer = trainer;
    this.#events = events;
    this.#recovery = recovery;
  }

  get idle(): boolean {
    return this.#state.kind === 'idle';
  }

  /** A run is on its way, or has failed and is being judged. */
  get running(): boolean {
    return this.reporting || this.#state.kind === 'stopping';
  }

  /** It works on an attempt and reports it. */
  get reporting(): boolean {
    return this.#state.kind === 'training' || this.#state.kind === 'draining';
  }

  /** True while it works on this attempt and reports it. */
  reports(lease: Lease): boolean {
    return (this.#state.kind === 'training' || this.#state.kind === 'draining') && isSame(this.#state.lease, lease);
  }

  start(assignment: Assignment, outbox: Outbox): void {
    if (!this.idle) throw new Error(`Slot ${this.#index} is not idle.`);
    const { workload, parameters, seed, checkpoint } = assignment;
    const trial = { workload, parameters, seed, checkpoint: checkpoint ?? null };
    const run = this.#trainer.train(this.#index, trial, POINTS_IN_FLIGHT, {
      onEvent: (event) => this.#received(event),
      onEnded: (end) => this.#ended(end),
    });
    this.#state = { kind: 'training', lease: outbox.lease, run, outbox };
  }

  /** Points of the attempt became durable: the run may report as many more. */
  addCredits(lease: Lease, credits: number): void {
    if (credits > 0 && this.reports(lease) && 'run' in this.#state) this.#state.run.addCredits(credits);
  }

  /** Asks for a checkpoint at the next chunk boundary, after which the trial is handed back. */
  drain(): void {
    if (this.#state.kind !== 'training') return;
    this.#state = { ...this.#state, kind: 'draining' };
    this.#state.run.drain();
  }

  /** Stops an attempt of which nothing is wanted any more. */
  stop(lease: Lease): void {
    if (!this.reports(lease) || !('run' in this.#state)) return;
    const { run } = this.#state;
    this.#state = { kind: 'stopping', lease };
    run.cancel();
  }

  /** Hands the trial back as it stands at the coordinator, without waiting for the run. */
  abandon(): void {
    if (this.#state.kind !== 'training' && this.#state.kind !== 'draining') return;
    const { outbox, lease, run } = this.#state;
    this.#state = { kind: 'stopping', lease };
    outbox.add({ type: 'handed-back' });
    this.#events.onReport(outbox);
    run.cancel();
  }

  #received(event: RunEvent): void {
    if (this.#state.kind !== 'training' && this.#state.kind !== 'draining') return;
    const { outbox, lease } = this.#state;
    switch (event.type) {
      case 'progress':
        this.#events.onProgress(lease, event);
        return;
      case 'ending':
        if (this.#state.kind === 'training') this.#events.onEnding(lease);
        return;
      case 'metrics':
        outbox.addPoints(event.points);
        break;
      case 'checkpoint':
        outbox.add(event);
        break;
    }
    this.#events.onReport(outbox);
  }

  #ended(end: RunEnd): void {
    if (end.type === 'failed' && this.reporting && this.#recovery !== null) {
      void this.#recovery.judge(end).then((judged) => this.#conclude(judged));
    } else {
      this.#conclude(end);
    }
  }

  #conclude(end: RunEnd): void {
    switch (this.#state.kind) {
      case 'training':
      case 'draining':
        this.#state.outbox.add(reportOf(end));
        this.#events.onReport(this.#state.outbox);
        this.#leave(this.#state.lease, end);
        return;
      case 'stopping':
        // How a run ended of which nothing is wanted any more is nobody's news.
        this.#leave(this.#state.lease, { type: 'cancelled' });
        return;
      case 'idle':
      case 'recovering':
    }
  }

  #leave(lease: Lease, end: RunEnd): void {
    const recovery = end.type === 'failed' || end.type === 'cancelled' ? this.#recovery : null;
    this.#state = { kind: recovery === null ? 'idle' : 'recovering' };
    this.#events.onEnded(lease, end);
    void recovery?.recover().then(() => {
      this.#state = { kind: 'idle' };
      this.#events.onIdle();
    });
  }
}

export function isSame(a: Lease, b: Lease): boolean {
  return a.trialId === b.trialId && a.attempt === b.attempt;
}

function reportOf(end: RunEnd): Parameters<Outbox['add']>[0] {
  switch (end.type) {
    case 'drained':
      return { type: 'handed-back' };
    case 'finished':
    case 'failed':
      return end;
    case 'cancelled':
      return { type: 'failed', kind: 'crash', detail: 'The run was stopped though nobody asked for it.' };
  }
}
