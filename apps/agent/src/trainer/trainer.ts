import type { Logger } from 'pino';
import { GridsweepError, type RunEvent } from '@gridsweep/sweep';
import type { OfferedWorkload } from '@gridsweep/protocol';
import { Backoff, type Timing } from '../backoff.ts';
import type { Opening, WorkloadSetup } from './channel.ts';
import type { Run } from './run.ts';
import { TrainerProcess } from './trainer-process.ts';

const RESTART = { initialMs: 250, maxMs: 30_000, resetAfterMs: 60_000 };

export interface TrainerOptions {
  /** File of the trainer process. */
  readonly path: string;
  readonly slots: number;
  readonly workloads: readonly WorkloadSetup[];
  readonly logger: Logger;
  readonly timing: Timing;
  /** Gives up starting. */
  readonly signal: AbortSignal;
  /** There is a process again. */
  readonly onUp?: (() => void) | undefined;
  /** A new process could not be started; that is tried again. */
  readonly onUnable?: ((error: GridsweepError) => void) | undefined;
}

/**
 * Where the process is in its lives.
 *
 *     up ──exit──▶ waiting ──backoff over──▶ starting ──ready──▶ up
 *                     ▲                         │
 *     up ──restart────└──────── unable ─────────┘
 *     any ──stop──▶ stopped
 *
 * A process that dies fails the runs it had. Runs are opened while it is up only.
 */
type State =
  | { readonly kind: 'up'; readonly process: TrainerProcess }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'stopped' };

/** Keeps one trainer process alive. */
export class Trainer {
  /** What it trains, and with what. */
  readonly workloads: readonly OfferedWorkload[];
  /** How long any run may take to end when it is told to. */
  readonly cancelWithinMs: number;
  readonly #options: TrainerOptions;
  readonly #backoff: Backoff;
  readonly #stopping = new AbortController();
  #state: State;

  /** Rejects with GridsweepError if a workload cannot be trained here: no data set, no engine. */
  static async start(options: TrainerOptions): Promise<Trainer> {
    const made: { trainer?: Trainer } = {};
    const process = await TrainerProcess.start({ ...options, onExit: (how) => made.trainer?.exited(how) });
    made.trainer = new Trainer(options, process);
    return made.trainer;
  }

  private constructor(options: TrainerOptions, process: TrainerProcess) {
    this.#options = options;
    this.workloads = process.workloads.map(({ name, engine, engineVariant }) => ({ name, engine, engineVariant }));
    this.cancelWithinMs = Math.max(...process.workloads.map((workload) => workload.cancelWithinMs));
    this.#backoff = new Backoff(RESTART, options.timing);
    this.#backoff.succeeded();
    this.#state = { kind: 'up', process };
  }

  /** Process that trains at the moment, null while none does. */
  get pid(): number | null {
    return this.#state.kind === 'up' ? this.#state.process.pid : null;
  }

  /**
   * Trains a trial on a slot that trains none. `onEvent` is never called before this returns.
   * @throws GridsweepError 'unavailable' while there is no process
   */
  open(slot: number, opening: Opening, onEvent: (event: RunEvent) => void): Run {
    if (this.#state.kind === 'up') return this.#state.process.open(slot, opening, onEvent);
    throw new GridsweepError('unavailable', 'The trainer process is not up.');
  }

  /** Ends the process at once, and the runs it has. */
  async stop(): Promise<void> {
    const state = this.#state;
    this.#state = { kind: 'stopped' };
    this.#stopping.abort();
    if (state.kind === 'up') await state.process.kill('The trainer process was stopped.');
  }

  /** Replaces the process by a new one; what it trains fails. Resolves when the new one is up, or the trainer stopped. */
  async restart(): Promise<void> {
    if (this.#state.kind !== 'up') return;
    const { process } = this.#state;
    this.#state = { kind: 'starting' };
    await process.kill('The trainer process was replaced.');
    await this.#restart(0);
  }

  /** Called by the process's life when it is over. */
  exited(how: string): void {
    if (this.#state.kind !== 'up') return;
    this.#options.logger.error(`${how} The trials it had failed.`);
    this.#state = { kind: 'waiting' };
    void this.#restart(this.#backoff.nextDelayMs());
  }

  async #restart(delayMs: number): Promise<void> {
    const { timing, logger, onUp, onUnable } = this.#options;
    const { signal } = this.#stopping;
    for (let waitMs = delayMs; ; waitMs = this.#backoff.nextDelayMs()) {
      try {
        await timing.sleep(waitMs, signal);
      } catch {
        return;
      }
      this.#state = { kind: 'starting' };
      try {
        const process = await TrainerProcess.start({ ...this.#options, signal, onExit: (how) => this.exited(how) });
        this.#backoff.succeeded();
        this.#state = { kind: 'up', process };
        logger.info({ trainer: process.pid }, 'The trainer process is up again.');
        onUp?.();
        return;
      } catch (thrown) {
        if (signal.aborted) return;
        this.#state = { kind: 'waiting' };
        const error = GridsweepError.from(thrown);
        logger.error(`The trainer process cannot be started again: ${error.message}`);
        onUnable?.(error);
      }
    }
  }
}
