import type { Logger } from 'pino';
import type { AgentMessage, Assignment, CoordinatorMessage, Hello, Lease } from '@gridsweep/protocol';
import { Attempt, type AttemptParts, type Left } from './attempt.ts';
import { GpuRecovery, type GpuCare } from './gpu/recovery.ts';
import { NEWS } from './news.ts';
import { Slots } from './slots.ts';

export interface WorkOptions extends Omit<AttemptParts, 'judge'> {
  readonly slots: number;
  /** Fewer trials are trained at once than before. */
  readonly onFewerSlots: () => void;
  /** For an agent on a GPU of its own. */
  readonly gpu?: GpuCare | undefined;
}

/** From `draining` there is no way back; `settled` is resolved when nothing is left. */
type Phase =
  | { readonly kind: 'working' }
  | { readonly kind: 'draining'; readonly settled: Promise<void>; readonly settle: () => void };

/**
 * All attempts of the agent, each from its lease until it is done, and the slots that they train on. What is to be sent is
 * pulled by the session (`take`), so nothing queues up while there is none.
 */
export class Work {
  readonly #options: WorkOptions;
  readonly #parts: AttemptParts;
  readonly #logger: Logger;
  readonly #slots: Slots;
  readonly #recovery: GpuRecovery | null;
  readonly #attempts = new Map<string, Attempt>();
  readonly #endings = new Map<string, number>();
  #phase: Phase = { kind: 'working' };

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#logger = options.logger;
    this.#slots = new Slots(options.slots);
    this.#recovery = options.gpu === undefined ? null : this.#recoveryOn(options.gpu);
    this.#parts = {
      ...options,
      judge: async (over) => (this.#recovery === null ? over : this.#recovery.judge(over)),
      onChange: () => this.#changed(),
    };
  }

  /** Trials trained at once: as many as were asked for, or as memory has been found to hold. */
  get slots(): number {
    return this.#slots.limit;
  }

  /** Trials that were to be trained at once in the beginning. */
  get allSlots(): number {
    return this.#slots.all;
  }

  get busySlots(): number {
    return this.#slots.taken;
  }

  /** Runs that have ended, by how. */
  get endings(): ReadonlyMap<string, number> {
    return this.#endings;
  }

  get draining(): boolean {
    return this.#phase.kind === 'draining';
  }

  /** Trials that could start now. */
  get freeSlots(): number {
    return this.draining ? 0 : this.#room();
  }

  /** Nothing trains and everything reported is durable. */
  get settled(): boolean {
    return this.#attempts.size === 0;
  }

  /** Leases that are worked on, for the first message of a session. */
  resuming(): Hello['resuming'] {
    return [...this.#attempts.values()]
      .filter(({ news }) => !news.isSettled)
      .map(({ lease, news }) => ({ ...lease, lastSeq: news.acknowledged }));
  }

  /** A new session begins: everything not acknowledged is sent again. */
  rewind(): void {
    for (const { news } of this.#attempts.values()) news.rewind();
  }

  /** Next message to send, or null. Attempts take turns, so that none waits for another's large checkpoint. */
  take(): AgentMessage | Promise<AgentMessage> | null {
    for (const kind of NEWS) {
      for (const [key, attempt] of this.#attempts) {
        const message = attempt.news.take(kind);
        if (message === null) continue;
        this.#attempts.delete(key);
        if (!attempt.isDone) this.#attempts.set(key, attempt);
        return message;
      }
    }
    return null;
  }

  /**
   * Takes no more trials; every trial checkpoints at the next chunk boundary and is handed back. Resolves when all that
   * was reported is durable.
   */
  drain(): Promise<void> {
    if (this.#phase.kind === 'draining') return this.#phase.settled;
    let settle!: () => void;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    this.#phase = { kind: 'draining', settled, settle };
    for (const attempt of this.#attempts.values()) attempt.drain();
    this.#changed();
    return settled;
  }

  /** Hands every trial back as it stands at the coordinator: the device that trains them does not answer. */
  abandon(): void {
    for (const attempt of this.#attempts.values()) attempt.handBack();
  }

  /** The trainer process is up again. */
  trainerUp(): void {
    this.#startWaiting();
  }

  /** The trainer process cannot be started at the moment: what waits for it may find another agent. */
  trainerUnable(): void {
    for (const attempt of this.#waiting()) attempt.handBack();
  }

  /** Forgets all its attempts; nothing is reported any more. */
  close(): void {
    this.#recovery?.close();
    for (const attempt of this.#attempts.values()) attempt.forget();
    this.#attempts.clear();
  }

  received(message: Extract<CoordinatorMessage, { readonly type: 'assignment' | 'ack' | 'cancel' | 'fenced' }>): void {
    switch (message.type) {
      case 'assignment':
        this.#assign(message);
        return;
      case 'ack':
        this.#attempts.get(keyOf(message))?.acknowledge(message.seq);
        this.#changed();
        return;
      case 'cancel':
        this.#logger.info(leaseOf(message), 'Cancelled by the coordinator.');
        this.#forget(message);
        return;
      case 'fenced':
        this.#logger.warn(leaseOf(message), 'The lease was lost; the attempt is forgotten.');
        this.#forget(message);
    }
  }

  #assign(assignment: Assignment): void {
    // Sent again because the coordinator could not know whether the first came through.
    if (this.#attempts.has(keyOf(assignment))) return;
    for (const { lease } of this.#attempts.values()) {
      // Only one attempt of a trial is alive (I2): a newer one tells that the older lost its lease.
      if (lease.trialId === assignment.trialId) {
        if (lease.attempt > assignment.attempt) return;
        this.#forget(lease);
      }
    }
    const attempt = new Attempt(assignment, this.#parts);
    this.#attempts.set(keyOf(assignment), attempt);
    if (this.draining) attempt.handBack();
    else this.#startWaiting();
    this.#handBackSurplus();
  }

  #waiting(): Attempt[] {
    return [...this.#attempts.values()].filter((attempt) => attempt.isWaiting);
  }

  #begun(): Attempt[] {
    return [...this.#attempts.values()].filter((attempt) => !attempt.isWaiting);
  }

  /** More than one round of trials ahead is a misunderstanding; others may have room. */
  #handBackSurplus(): void {
    for (const surplus of this.#waiting().slice(this.slots)) surplus.handBack();
  }

  #room(): number {
    return this.#options.trainer.pid === null || this.#recovery?.renewing ? 0 : this.#slots.room;
  }

  #startWaiting(): void {
    for (const attempt of this.#waiting().slice(0, this.#room())) {
      const slot = this.#slots.take();
      void attempt.work(slot).then((left) => this.#left(slot, left));
    }
    this.#changed();
  }

  /** Nothing of the attempt is on the slot any more. */
  #left(slot: number, left: Left): void {
    if (this.#slots.ended(slot, left)) this.#halved();
    if (left.type !== 'waiting') this.#endings.set(left.type, (this.#endings.get(left.type) ?? 0) + 1);
    if (left.type === 'finished') this.#recovery?.endedWell();
    if (this.#recovery !== null && (left.type === 'failed' || left.type === 'cancelled')) {
      void this.#recovery.recover().then(() => this.#recovered(slot));
      this.#changed();
    } else {
      this.#recovered(slot);
    }
  }

  #recovered(slot: number): void {
    this.#slots.recovered(slot);
    this.#startWaiting();
  }

  #forget(lease: Lease): void {
    this.#attempts.get(keyOf(lease))?.forget();
    this.#changed();
  }

  #halved(): void {
    this.#logger.warn(`Out of memory: from now on ${this.slots} of ${this.allSlots} trials are trained at once.`);
    this.#handBackSurplus();
    this.#options.onFewerSlots();
  }

  #recoveryOn(gpu: GpuCare): GpuRecovery {
    return new GpuRecovery({
      ...this.#options,
      ...gpu,
      // One that waits may begin when the process is there again.
      onRenew: () => {
        for (const attempt of this.#begun()) attempt.drain();
      },
      onReplace: () => {
        for (const attempt of this.#begun()) attempt.handBack();
      },
      onRenewed: () => this.#startWaiting(),
    });
  }

  #changed(): void {
    for (const [key, attempt] of this.#attempts) if (attempt.isDone) this.#attempts.delete(key);
    if (this.busySlots === 0) this.#recovery?.quiet();
    if (this.#phase.kind === 'draining' && this.settled) this.#phase.settle();
    this.#options.onChange();
  }
}

function keyOf({ trialId, attempt }: Lease): string {
  return `${trialId}/${attempt}`;
}

function leaseOf({ trialId, attempt }: Lease): Lease {
  return { trialId, attempt };
}
