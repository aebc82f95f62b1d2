import type { AgentMessage, Assignment, CoordinatorMessage, Hello, Lease } from '@gridsweep/protocol';
import { checkpointStep } from '@gridsweep/lenet';
import type { Logger } from 'pino';
import type { Timing } from './backoff.ts';
import { GpuRecovery, type GpuCare } from './gpu-recovery.ts';
import { Outbox } from './outbox.ts';
import { isSame, Slot } from './slot.ts';
import { SlotLimit } from './slot-limit.ts';
import type { RunEnd } from './trainer/messages.ts';
import type { Trainer } from './trainer/trainer.ts';

/** Points are gathered for so long into one report. */
const REPORT_EVERY_MS = 200;
/** Log lines kept while there is no connection; the oldest go first. */
const LOG_LINES_KEPT = 100;

export interface WorkOptions {
  readonly slots: number;
  readonly trainer: Trainer;
  readonly timing: Timing;
  readonly logger: Logger;
  /** There is something new to send. */
  readonly onChange: () => void;
  /** Fewer trials are trained at once than before. */
  readonly onFewerSlots: () => void;
  /** For an agent on a GPU of its own. */
  readonly gpu?: GpuCare | undefined;
}

/** From `draining` there is no way back; `settled` is resolved when nothing is left. */
type Phase =
  | { readonly kind: 'working' }
  | { readonly kind: 'draining'; readonly settled: Promise<void>; readonly settle: () => void };

type LogLine = Extract<AgentMessage, { readonly type: 'log' }>;
type ProgressReport = Extract<AgentMessage, { readonly type: 'progress' }>;

/**
 * All attempts of the agent: those that train and those that have ended but are not durable. What is to be sent is pulled
 * by the session (`take`), so nothing queues up while there is none.
 */
export class Work {
  readonly #options: WorkOptions;
  readonly #slots: readonly Slot[];
  readonly #outboxes = new Map<string, Outbox>();
  readonly #sealTimers = new Map<Outbox, NodeJS.Timeout>();
  readonly #progress = new Map<string, ProgressReport>();
  readonly #ending = new Map<string, Lease>();
  readonly #endings = new Map<string, number>();
  readonly #limit: SlotLimit;
  readonly #recovery: GpuRecovery | null;
  /** Assigned while every slot was still busy, for example with stopping. */
  #waiting: Assignment[] = [];
  #logLines: LogLine[] = [];
  #phase: Phase = { kind: 'working' };

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#limit = new SlotLimit(options.slots);
    this.#recovery = options.gpu === undefined ? null : this.#recoveryOn(options.gpu);
    this.#slots = Array.from(
      { length: options.slots },
      (_, index) =>
        new Slot(
          index,
          options.trainer,
          {
            onProgress: (lease, progress) => {
              this.#progress.set(keyOf(lease), { ...lease, type: 'progress', progress });
              this.#changed();
            },
            onEnding: (lease) => {
              this.#ending.set(keyOf(lease), lease);
              this.#changed();
            },
            onReport: (outbox) => this.#reported(outbox),
            onEnded: (lease, end) => this.#ended(lease, end),
            onIdle: () => this.#startWaiting(),
          },
          this.#recovery,
        ),
    );
  }

  /** Trials trained at once: as many as were asked for, or as memory has been found to hold. */
  get slots(): number {
    return this.#limit.present;
  }

  /** Trials that were to be trained at once in the beginning. */
  get allSlots(): number {
    return this.#limit.all;
  }

  get busySlots(): number {
    return this.#slots.filter((slot) => slot.running).length;
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
    if (this.draining || this.#options.trainer.pid === null) return 0;
    return this.#room();
  }

  /** Nothing trains and everything reported is durable. */
  get settled(): boolean {
    return this.#outboxes.size === 0 && this.#waiting.length === 0 && !this.#slots.some((slot) => slot.reporting);
  }

  /** Leases that are worked on, for the first message of a session. */
  resuming(): Hello['resuming'] {
    return [...this.#outboxes.values()].map((outbox) => ({ ...outbox.lease, lastSeq: outbox.acknowledged }));
  }

  /** A new session begins: everything not acknowledged is sent again. */
  rewind(): void {
    for (const outbox of this.#outboxes.values()) outbox.rewind();
  }

  /** Next message to send, or null. */
  take(): AgentMessage | null {
    for (const [key, lease] of this.#ending) {
      this.#ending.delete(key);
      return { type: 'ending', ...lease };
    }
    for (const outbox of this.#outboxes.values()) {
      const report = outbox.take();
      if (report !== null) return { type: 'report', ...report };
    }
    const line = this.#logLines.shift();
    if (line !== undefined) return line;
    for (const [key, progress] of this.#progress) {
      this.#progress.delete(key);
      return progress;
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
    for (const assignment of this.#waiting.splice(0)) this.#handBack(assignment);
    for (const slot of this.#slots) slot.drain();
    this.#changed();
    return settled;
  }

  /** Hands every trial back as it stands at the coordinator: the device that trains them does not answer. */
  abandon(): void {
    for (const assignment of this.#waiting.splice(0)) this.#handBack(assignment);
    for (const slot of this.#slots) slot.abandon();
    this.#changed();
  }

  /** Frees its timers; nothing is reported any more. */
  close(): void {
    this.#recovery?.close();
    for (const timer of this.#sealTimers.values()) clearTimeout(timer);
    this.#sealTimers.clear();
    this.#outboxes.clear();
  }

  received(message: Extract<CoordinatorMessage, { readonly type: 'assign' | 'ack' | 'cancel' | 'fenced' }>): void {
    switch (message.type) {
      case 'assign':
        for (const assignment of message.trials) this.#assign(assignment);
        return;
      case 'ack':
        this.#acknowledge(message, message.seq);
        return;
      case 'cancel':
        this.#options.logger.info(leaseOf(message), 'Cancelled by the coordinator.');
        this.#forget(message);
        return;
      case 'fenced':
        this.#options.logger.warn(leaseOf(message), 'The lease was lost; the attempt is forgotten.');
        this.#forget(message);
    }
  }

  #assign(assignment: Assignment): void {
    // Sent again because the coordinator could not know whether the first came through.
    if (this.#outboxes.has(keyOf(assignment))) return;
    for (const { lease } of this.#outboxes.values()) {
      // Only one attempt of a trial is alive (I2): a newer one tells that the older lost its lease.
      if (lease.trialId === assignment.trialId) {
        if (lease.attempt > assignment.attempt) return;
        this.#forget(lease);
      }
    }
    if (this.draining) {
      this.#handBack(assignment);
      return;
    }
    this.#outboxes.set(keyOf(assignment), new Outbox(assignment));
    this.#waiting.push(assignment);
    this.#startWaiting();
    // More than one round of trials ahead is a misunderstanding; others may have room.
    for (const surplus of this.#waiting.splice(this.slots)) this.#handBack(surplus);
  }

  /** Trials that can begin. A slot that recovers may still have its memory. */
  #room(): number {
    if (this.#recovery?.renewing) return 0;
    const idle = this.#slots.filter((slot) => slot.idle).length;
    return Math.max(0, idle - (this.#limit.all - this.slots));
  }

  #startWaiting(): void {
    for (const slot of this.#slots) {
      if (this.#room() === 0) break;
      if (!slot.idle) continue;
      const assignment = this.#waiting.shift();
      if (assignment === undefined) break;
      const outbox = this.#outboxes.get(keyOf(assignment));
      if (outbox === undefined) continue;
      this.#limit.began(keyOf(assignment));
      slot.start(assignment, outbox);
      this.#log(assignment, 'info', startLine(assignment));
    }
    this.#changed();
  }

  #handBack(assignment: Assignment): void {
    const outbox = this.#outboxes.get(keyOf(assignment)) ?? new Outbox(assignment);
    this.#outboxes.set(keyOf(assignment), outbox);
    outbox.add({ type: 'handed-back' });
    this.#changed();
  }

  #acknowledge(lease: Lease, seq: number): void {
    const outbox = this.#outboxes.get(keyOf(lease));
    if (outbox === undefined) return;
    const points = outbox.acknowledge(seq);
    for (const slot of this.#slots) slot.addCredits(lease, points);
    if (outbox.settled) this.#drop(outbox);
    this.#changed();
  }

  /** Stops an attempt and drops what it would have reported. */
  #forget(lease: Lease): void {
    this.#waiting = this.#waiting.filter((waiting) => !isSame(waiting, lease));
    for (const slot of this.#slots) slot.stop(lease);
    const outbox = this.#outboxes.get(keyOf(lease));
    if (outbox !== undefined) this.#drop(outbox);
    this.#logLines = this.#logLines.filter((line) => !isSame(line, lease));
    this.#changed();
  }

  #drop(outbox: Outbox): void {
    clearTimeout(this.#sealTimers.get(outbox));
    this.#sealTimers.delete(outbox);
    this.#outboxes.delete(keyOf(outbox.lease));
    this.#progress.delete(keyOf(outbox.lease));
    this.#ending.delete(keyOf(outbox.lease));
  }

  #reported(outbox: Outbox): void {
    if (outbox.hasOpenPoints && !this.#sealTimers.has(outbox)) {
      const timer = setTimeout(() => {
        this.#sealTimers.delete(outbox);
        outbox.seal();
        this.#changed();
      }, REPORT_EVERY_MS);
      this.#sealTimers.set(outbox, timer);
    }
    this.#changed();
  }

  #ended(lease: Lease, end: RunEnd): void {
    if (this.#limit.ended(keyOf(lease), end)) this.#halved();
    this.#endings.set(end.type, (this.#endings.get(end.type) ?? 0) + 1);
    switch (end.type) {
      case 'failed':
        this.#log(lease, 'error', `The trial failed (${end.kind}): ${end.detail}`);
        break;
      case 'finished':
        this.#recovery?.endedWell();
        this.#log(lease, 'info', `The trial finished: ${end.outcome}.`);
        break;
      case 'drained':
        this.#log(lease, 'info', 'The trial was handed back with a checkpoint.');
        break;
      case 'cancelled':
        break;
    }
    this.#progress.delete(keyOf(lease));
    this.#ending.delete(keyOf(lease));
    this.#startWaiting();
    this.#changed();
  }

  #halved(): void {
    this.#options.logger.warn(
      `Out of memory: from now on ${this.slots} of ${this.allSlots} trials are trained at once.`,
    );
    for (const surplus of this.#waiting.splice(this.slots)) this.#handBack(surplus);
    this.#options.onFewerSlots();
  }

  #recoveryOn(gpu: GpuCare): GpuRecovery {
    return new GpuRecovery({
      ...this.#options,
      ...gpu,
      onRenew: () => {
        for (const slot of this.#slots) slot.drain();
        this.#changed();
      },
      onRenewed: () => this.#startWaiting(),
    });
  }

  #changed(): void {
    if (this.busySlots === 0) this.#recovery?.quiet();
    if (this.#phase.kind === 'draining' && this.settled) this.#phase.settle();
    this.#options.onChange();
  }

  #log(lease: Lease, level: LogLine['level'], message: string): void {
    this.#options.logger[level](leaseOf(lease), message);
    this.#logLines.push({ type: 'log', ...leaseOf(lease), level, message });
    if (this.#logLines.length > LOG_LINES_KEPT) this.#logLines.shift();
    this.#changed();
  }
}

function startLine({ checkpoint }: Assignment): string {
  if (checkpoint === undefined) return 'Training starts.';
  try {
    return `Training goes on from step ${checkpointStep(checkpoint)}.`;
  } catch {
    // The trial is about to fail for it.
    return 'Training goes on from a checkpoint that cannot be read.';
  }
}

function keyOf({ trialId, attempt }: Lease): string {
  return `${trialId}/${attempt}`;
}

function leaseOf({ trialId, attempt }: Lease): Lease {
  return { trialId, attempt };
}
