import type { LogLevel, Progress, RunEnd, RunEvent } from '@gridsweep/sweep';
import type { AgentMessage, Lease } from '@gridsweep/protocol';
import { clipped, LogLines } from './log-lines.ts';
import { Outbox } from './outbox.ts';
import { discardContent } from './outgoing-file.ts';

/** Points are gathered for so long into one report. */
const REPORT_EVERY_MS = 200;

/** In this order an agent's news are sent. */
export const NEWS = ['ending', 'report', 'log', 'progress'] as const;
export type NewsKind = (typeof NEWS)[number];

/** What one attempt has to tell the coordinator: durable reports, and what is told once or only in its newest form. */
export class News {
  readonly #lease: Lease;
  readonly #onChange: () => void;
  readonly #outbox: Outbox;
  readonly #lines = new LogLines();
  #sealing: NodeJS.Timeout | null = null;
  #progress: Progress | null = null;
  #isEnding = false;
  /** The attempt has ended, or is forgotten: what its run still says is dropped. */
  #isOver = false;

  /** @param onChange there is something new to send */
  constructor(lease: Lease, onChange: () => void) {
    this.#lease = lease;
    this.#onChange = onChange;
    this.#outbox = new Outbox(lease, (kind, step, reason) =>
      this.log('warn', `The ${kind} of step ${step} cannot be sent: ${reason}`),
    );
  }

  /** The attempt has ended and all that it reported is durable. */
  get isSettled(): boolean {
    return this.#outbox.settled;
  }

  /** And nothing else is left to be told. */
  get isTold(): boolean {
    return this.isSettled && this.#lines.isEmpty;
  }

  /** Newest sequence number known to be durable. */
  get acknowledged(): number {
    return this.#outbox.acknowledged;
  }

  /** Takes what the attempt's run says. */
  add(event: RunEvent): void {
    if (this.#isOver) {
      if (event.type === 'checkpoint' || event.type === 'weights') discardContent(event.content);
      return;
    }
    switch (event.type) {
      case 'metrics':
        this.#outbox.addPoints(event.points);
        if (this.#outbox.hasOpenPoints) this.#sealing ??= setTimeout(() => this.#seal(), REPORT_EVERY_MS);
        break;
      case 'checkpoint':
      case 'weights':
        this.#outbox.addFile(event.type, event.step, event.content);
        break;
      case 'progress':
        this.#progress = { step: event.step, totalSteps: event.totalSteps, rate: event.rate };
        break;
      case 'log':
        this.#lines.add(event.level, event.message);
        break;
      case 'ending':
        this.#isEnding = true;
        break;
    }
    this.#onChange();
  }

  /** The attempt's end, after which nothing but log lines is added. */
  end(end: RunEnd): void {
    this.#quiet();
    switch (end.type) {
      case 'finished':
        this.#outbox.end(end);
        break;
      case 'failed':
        this.#outbox.end({ ...end, detail: clipped(end.detail) });
        break;
      case 'drained':
        this.#outbox.end({ type: 'handed-back' });
        break;
    }
    this.#onChange();
  }

  log(level: LogLevel, message: string): void {
    this.#lines.add(level, message);
    this.#onChange();
  }

  /** Next message of this kind to send, or null. */
  take(kind: NewsKind): AgentMessage | Promise<AgentMessage> | null {
    switch (kind) {
      case 'ending':
        if (!this.#isEnding) return null;
        this.#isEnding = false;
        return { type: 'ending', ...this.#lease };
      case 'report': {
        const report = this.#outbox.take();
        if (report instanceof Promise) return report.then((read) => ({ type: 'report', ...read }));
        return report && { type: 'report', ...report };
      }
      case 'log': {
        const line = this.#lines.take();
        return line && { type: 'log', ...this.#lease, ...line };
      }
      case 'progress': {
        const progress = this.#progress;
        this.#progress = null;
        return progress && { type: 'progress', ...this.#lease, progress };
      }
    }
  }

  /** A new session begins: everything not acknowledged is sent again. */
  rewind(): void {
    this.#outbox.rewind();
  }

  /** Everything up to `seq` is durable. @returns how many points that were */
  acknowledge(seq: number): number {
    return this.#outbox.acknowledge(seq);
  }

  /** Nothing of it is to be told any more. */
  clear(): void {
    this.#quiet();
    this.#outbox.clear();
  }

  #seal(): void {
    this.#sealing = null;
    this.#outbox.seal();
    this.#onChange();
  }

  #quiet(): void {
    this.#isOver = true;
    if (this.#sealing !== null) clearTimeout(this.#sealing);
    this.#sealing = null;
    this.#progress = null;
    this.#isEnding = false;
  }
}
