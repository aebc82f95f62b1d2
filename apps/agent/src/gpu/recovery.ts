import type { Logger } from 'pino';
import type { Timing } from '../backoff.ts';
import type { RunOver } from '../trainer/channel.ts';
import type { Trainer } from '../trainer/trainer.ts';
import type { GpuMemory } from './memory.ts';

/** The other runs of a trainer process that is to be replaced have so long for their checkpoints. */
const QUIET_WITHIN_MS = 20_000;

/** What an agent knows of the GPU that it has alone. */
export interface GpuCare {
  readonly memory: GpuMemory;
  /** Looks at the GPU now. */
  readonly isLost: () => Promise<boolean>;
}

export interface GpuRecoveryOptions extends GpuCare {
  readonly trainer: Trainer;
  readonly timing: Timing;
  readonly logger: Logger;
  /** Asks every run for a checkpoint and its end; their trials are handed back. */
  readonly onRenew: () => void;
  /** The process is replaced now: what still runs is cut off. */
  readonly onReplace: () => void;
  /** The trainer is ready again. */
  readonly onRenewed: () => void;
}

/** While `renewing` no run may begin: the trainer process is replaced as soon as its runs have ended. */
type State =
  { readonly kind: 'steady' } | { readonly kind: 'renewing'; readonly quiet: () => void; readonly done: Promise<void> };

/** Sees that what a run on a GPU leaves behind harms no later run. */
export class GpuRecovery {
  readonly #options: GpuRecoveryOptions;
  readonly #closing = new AbortController();
  #state: State = { kind: 'steady' };

  constructor(options: GpuRecoveryOptions) {
    this.#options = options;
  }

  get renewing(): boolean {
    return this.#state.kind === 'renewing';
  }

  /** How a run that failed ended, seen with its device: where the GPU is lost the trial is handed back. */
  async judge(over: RunOver): Promise<RunOver> {
    return (await this.#options.isLost()) ? { type: 'drained' } : over;
  }

  /** Resolves when the GPU is ready for another run after one that did not end well. Never rejects. */
  async recover(): Promise<void> {
    if (await this.#options.memory.freed(this.#closing.signal)) return;
    if (!this.#closing.signal.aborted) await this.#renew();
  }

  endedWell(): void {
    void this.#options.memory.endedWell();
  }

  /** No run is on its way. */
  quiet(): void {
    if (this.#state.kind === 'renewing') this.#state.quiet();
  }

  close(): void {
    this.#closing.abort();
  }

  /** Replaces the trainer process, with which all its memory goes. */
  #renew(): Promise<void> {
    if (this.#state.kind === 'renewing') return this.#state.done;
    const { logger, onRenew } = this.#options;
    logger.warn(
      "A run's memory on the GPU is not freed: the trainer process is replaced, other trials are handed back.",
    );
    let quiet!: () => void;
    const quieted = new Promise<void>((resolve) => (quiet = resolve));
    const done = this.#replace(quieted);
    this.#state = { kind: 'renewing', quiet, done };
    onRenew();
    return done;
  }

  async #replace(quieted: Promise<void>): Promise<void> {
    const { trainer, memory, timing, onReplace, onRenewed } = this.#options;
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.#closing.signal]);
    await Promise.race([quieted, timing.sleep(QUIET_WITHIN_MS, signal).catch(() => undefined)]);
    over.abort();
    if (this.#closing.signal.aborted) return;
    onReplace();
    await trainer.restart();
    await memory.started();
    this.#state = { kind: 'steady' };
    onRenewed();
  }
}
