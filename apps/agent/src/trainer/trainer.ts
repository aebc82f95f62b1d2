import type { Logger } from 'pino';
import { GridsweepError } from '@gridsweep/sweep';
import type { DeviceChoice, EngineName } from '@gridsweep/lenet';
import { Backoff, type Timing } from '../backoff.ts';
import { failureOf, saysGpuIsFull } from './failure.ts';
import type { DatasetSource, FromTrainer, RunEnd, RunEvent, RunId, TrialInput } from './messages.ts';
import { TrainerProcess } from './trainer-process.ts';

const RESTART = { initialMs: 250, maxMs: 30_000, resetAfterMs: 60_000 };

export interface TrainerOptions {
  /** File of the trainer process. */
  readonly path: string;
  readonly engine: EngineName;
  readonly device: DeviceChoice;
  readonly slots: number;
  readonly dataset: DatasetSource;
  readonly logger: Logger;
  readonly timing: Timing;
  /** Gives up starting. */
  readonly signal: AbortSignal;
}

export interface RunListener {
  onEvent(event: RunEvent): void;
  /** Last call. */
  onEnded(end: RunEnd): void;
}

/** A trial being trained. After its end these do nothing. */
export interface Run {
  /** Lets it report so many metric points more (I6). */
  addCredits(credits: number): void;
  drain(): void;
  cancel(): void;
}

/**
 * Where the process is in its lives.
 *
 *     up ──exit──▶ waiting ──backoff over──▶ starting ──ready──▶ up
 *                     ▲                         │
 *     up ──restart────└──────── unable ─────────┘
 *     any ──stop──▶ stopped
 *
 * A process that dies fails the runs it had; runs given while none is up wait for the next, and fail if that cannot start.
 */
type State =
  | { readonly kind: 'up'; readonly process: TrainerProcess }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'stopped' };

interface ActiveRun {
  readonly slot: number;
  readonly trial: TrialInput;
  readonly listener: RunListener;
  credits: number;
  given: boolean;
}

/** Keeps one trainer process alive and routes what it reports. */
export class Trainer {
  /** What the engine chose on this machine. */
  readonly engineVariant: string;
  readonly #options: TrainerOptions;
  readonly #backoff: Backoff;
  readonly #runs = new Map<RunId, ActiveRun>();
  readonly #stopping = new AbortController();
  #state: State;
  #lastRun: RunId = 0;

  /** Rejects with GridsweepError if the process cannot train: no data set, no engine. */
  static async start(options: TrainerOptions): Promise<Trainer> {
    const made: { trainer?: Trainer } = {};
    const started = await launch(options, options.signal, () => made.trainer);
    made.trainer = new Trainer(options, started);
    return made.trainer;
  }

  private constructor(options: TrainerOptions, started: { process: TrainerProcess; engineVariant: string }) {
    this.#options = options;
    this.engineVariant = started.engineVariant;
    this.#backoff = new Backoff(RESTART, options.timing);
    this.#backoff.succeeded();
    this.#state = { kind: 'up', process: started.process };
  }

  /** Process that trains at the moment, null while none does. */
  get pid(): number | null {
    return this.#state.kind === 'up' ? this.#state.process.pid : null;
  }

  /** Trains a trial on a slot that trains none. The listener is never called before this returns. */
  train(slot: number, trial: TrialInput, credits: number, listener: RunListener): Run {
    const id = ++this.#lastRun;
    const run: ActiveRun = { slot, trial, listener, credits, given: false };
    this.#runs.set(id, run);
    if (this.#state.kind === 'up') this.#give(id, run, this.#state.process);
    return {
      addCredits: (more) => {
        if (run.given) this.#tell({ type: 'credits', slot, run: id, credits: more });
        else run.credits += more;
      },
      drain: () => this.#ask('drain', id),
      cancel: () => this.#ask('cancel', id),
    };
  }

  /** Ends the process at once. No listener is called any more. */
  async stop(): Promise<void> {
    const state = this.#state;
    this.#state = { kind: 'stopped' };
    this.#runs.clear();
    this.#stopping.abort();
    if (state.kind === 'up') await state.process.kill();
  }

  /** Called by the process's life. */
  received(message: FromTrainer): void {
    if (message.type !== 'event' && message.type !== 'ended') return;
    const run = this.#runs.get(message.run);
    if (run === undefined) return;
    if (message.type === 'event') run.listener.onEvent(message.event);
    else this.#end(message.run, message.end);
  }

  /** Called when the process's life is over. */
  exited(how: string): void {
    if (this.#state.kind !== 'up') return;
    this.#options.logger.error(`${how} The trials it had failed.`);
    const delayMs = this.#backoff.nextDelayMs();
    this.#state = { kind: 'waiting' };
    for (const [id, run] of this.#runs) {
      if (run.given)
        this.#end(id, { type: 'failed', kind: saysGpuIsFull(how) ? 'out-of-memory' : 'crash', detail: how });
    }
    void this.#restart(delayMs);
  }

  /** Replaces the process by a new one; what it trains fails. Resolves when the new one is up, or the trainer stopped. */
  async restart(): Promise<void> {
    if (this.#state.kind !== 'up') return;
    const { process } = this.#state;
    this.#state = { kind: 'starting' };
    await process.kill();
    for (const [id, run] of this.#runs) {
      if (run.given) this.#end(id, { type: 'failed', kind: 'crash', detail: 'The trainer process was replaced.' });
    }
    await this.#restart(0);
  }

  #ask(type: 'drain' | 'cancel', id: RunId): void {
    const run = this.#runs.get(id);
    if (run === undefined) return;
    if (run.given) this.#tell({ type, slot: run.slot, run: id });
    else queueMicrotask(() => this.#end(id, { type: type === 'drain' ? 'drained' : 'cancelled' }));
  }

  #tell(message: Parameters<TrainerProcess['send']>[0]): void {
    if (this.#state.kind === 'up') this.#state.process.send(message);
  }

  #give(id: RunId, run: ActiveRun, process: TrainerProcess): void {
    run.given = true;
    process.send({ type: 'train', slot: run.slot, run: id, trial: run.trial, credits: run.credits });
  }

  #end(id: RunId, end: RunEnd): void {
    const run = this.#runs.get(id);
    this.#runs.delete(id);
    run?.listener.onEnded(end);
  }

  async #restart(delayMs: number): Promise<void> {
    const { timing, logger } = this.#options;
    for (let waitMs = delayMs; ; waitMs = this.#backoff.nextDelayMs()) {
      try {
        await timing.sleep(waitMs, this.#stopping.signal);
      } catch {
        return;
      }
      this.#state = { kind: 'starting' };
      try {
        const { process } = await launch(this.#options, this.#stopping.signal, () => this);
        this.#backoff.succeeded();
        this.#state = { kind: 'up', process };
        for (const [id, run] of this.#runs) this.#give(id, run, process);
        logger.info('The trainer process is up again.');
        return;
      } catch (thrown) {
        if (this.#stopping.signal.aborted) return;
        this.#state = { kind: 'waiting' };
        const error = GridsweepError.from(thrown);
        logger.error(`The trainer process cannot be started again: ${error.message}`);
        for (const id of [...this.#runs.keys()]) this.#end(id, { type: 'failed', ...failureOf(error) });
      }
    }
  }
}

function launch(options: TrainerOptions, signal: AbortSignal, trainer: () => Trainer | undefined) {
  const { path, engine, device, slots, dataset } = options;
  return TrainerProcess.start({
    path,
    engine,
    device,
    slots,
    dataset,
    signal,
    onMessage: (message) => trainer()?.received(message),
    onExit: (how) => trainer()?.exited(how),
  });
}
