import { Worker } from 'node:worker_threads';
import { ERROR_CODES, GridsweepError } from '@gridsweep/sweep';
import type { DeviceChoice, EngineName } from '@gridsweep/lenet';
import { failureOf } from './failure.ts';
import type { FromWorker, RunEnd, RunEvent, RunId, ToWorker, TrialInput } from './messages.ts';

/** A cancelled run that computes on for so long is stopped together with its thread. */
const CANCEL_GRACE_MS = 2_000;

export interface WorkerSetup {
  readonly engine: EngineName;
  readonly device: DeviceChoice;
  /** One copy for all threads, as `datasetFromShared` takes it. */
  readonly dataset: SharedArrayBuffer;
}

export interface PoolOptions {
  readonly engine: EngineName;
  readonly device: DeviceChoice;
  readonly slots: number;
  readonly dataset: SharedArrayBuffer;
  /** File of the worker threads. */
  readonly workerPath: string;
  readonly onEvent: (run: RunId, event: RunEvent) => void;
  readonly onEnded: (run: RunId, end: RunEnd) => void;
  /** A thread could not be replaced after a crash: the process cannot do its work any more. */
  readonly onBroken: (error: GridsweepError) => void;
}

/**
 * One slot's thread.
 *
 *     starting ──ready──▶ idle ──train──▶ training ──ended──▶ idle
 *        ▲                                   │
 *        └────────── thread replaced ────────┘   crash, not reusable, cancel not obeyed
 *
 * A run given to a slot that is starting waits for it.
 */
type SlotState =
  | { readonly kind: 'starting'; readonly worker: Worker; readonly waiting: Run | null }
  | { readonly kind: 'idle'; readonly worker: Worker }
  | {
      readonly kind: 'training';
      readonly worker: Worker;
      readonly run: RunId;
      readonly cancelTimer: NodeJS.Timeout | null;
    };

interface Run {
  readonly run: RunId;
  readonly trial: TrialInput;
  readonly credits: number;
}

/** One warm worker thread per slot: module, engine and kernels are loaded before the first trial comes. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #slots: SlotState[] = [];

  /** Resolves when every slot is warm. Rejects with GridsweepError if a thread or its engine cannot start. */
  static async start(options: PoolOptions): Promise<{ pool: WorkerPool; engineVariant: string }> {
    const pool = new WorkerPool(options);
    const variants = await Promise.all(Array.from({ length: options.slots }, (_, slot) => pool.#spawn(slot)));
    return { pool, engineVariant: variants[0] ?? '' };
  }

  private constructor(options: PoolOptions) {
    this.#options = options;
  }

  train(slot: number, run: Run): void {
    const state = this.#slot(slot);
    switch (state.kind) {
      case 'idle':
        this.#begin(slot, state.worker, run);
        return;
      case 'starting':
        if (state.waiting !== null) throw new GridsweepError('internal', `Slot ${slot} was given two trials.`);
        this.#slots[slot] = { ...state, waiting: run };
        return;
      case 'training':
        throw new GridsweepError('internal', `Slot ${slot} was given a trial while it trains one.`);
    }
  }

  addCredits(slot: number, run: RunId, credits: number): void {
    const state = this.#slot(slot);
    if (state.kind === 'training' && state.run === run) tell(state.worker, { type: 'credits', run, credits });
  }

  drain(slot: number, run: RunId): void {
    const state = this.#slot(slot);
    if (this.#dropWaiting(slot, run, { type: 'drained' })) return;
    if (state.kind === 'training' && state.run === run) tell(state.worker, { type: 'drain', run });
  }

  cancel(slot: number, run: RunId): void {
    const state = this.#slot(slot);
    if (this.#dropWaiting(slot, run, { type: 'cancelled' })) return;
    if (state.kind !== 'training' || state.run !== run || state.cancelTimer !== null) return;
    tell(state.worker, { type: 'cancel', run });
    const cancelTimer = setTimeout(() => {
      this.#replace(slot, state.worker);
      this.#options.onEnded(run, { type: 'cancelled' });
    }, CANCEL_GRACE_MS);
    this.#slots[slot] = { ...state, cancelTimer };
  }

  async close(): Promise<void> {
    await Promise.all(this.#slots.map(({ worker }) => worker.removeAllListeners().terminate()));
  }

  #slot(slot: number): SlotState {
    const state = this.#slots[slot];
    if (state === undefined) throw new GridsweepError('internal', `There is no slot ${slot}.`);
    return state;
  }

  #begin(slot: number, worker: Worker, { run, trial, credits }: Run): void {
    this.#slots[slot] = { kind: 'training', worker, run, cancelTimer: null };
    tell(worker, { type: 'train', run, trial, credits });
  }

  #dropWaiting(slot: number, run: RunId, end: RunEnd): boolean {
    const state = this.#slot(slot);
    if (state.kind !== 'starting' || state.waiting?.run !== run) return false;
    this.#slots[slot] = { ...state, waiting: null };
    this.#options.onEnded(run, end);
    return true;
  }

  /** Starts a thread for a slot; resolves with the engine's variant when it is warm. */
  #spawn(slot: number): Promise<string> {
    const setup: WorkerSetup = {
      engine: this.#options.engine,
      device: this.#options.device,
      dataset: this.#options.dataset,
    };
    const worker = new Worker(this.#options.workerPath, { workerData: setup });
    this.#slots[slot] = { kind: 'starting', worker, waiting: null };
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') resolve(message.engineVariant);
        this.#received(slot, worker, message);
      });
      worker.on('error', (thrown) => {
        const error = fromThread(thrown);
        reject(GridsweepError.from(error));
        this.#crashed(slot, worker, error);
      });
      worker.on('exit', (code) => {
        const error = new GridsweepError('internal', `The thread of slot ${slot} ended with code ${code}.`);
        reject(error);
        this.#crashed(slot, worker, error);
      });
    });
  }

  #received(slot: number, worker: Worker, message: FromWorker): void {
    const state = this.#slot(slot);
    if (state.worker !== worker) return;
    switch (message.type) {
      case 'ready': {
        const waiting = state.kind === 'starting' ? state.waiting : null;
        if (waiting === null) this.#slots[slot] = { kind: 'idle', worker };
        else this.#begin(slot, worker, waiting);
        return;
      }
      case 'event':
        if (state.kind === 'training' && state.run === message.run) this.#options.onEvent(message.run, message.event);
        return;
      case 'ended':
        if (state.kind !== 'training' || state.run !== message.run) return;
        if (message.reusable) {
          if (state.cancelTimer !== null) clearTimeout(state.cancelTimer);
          this.#slots[slot] = { kind: 'idle', worker };
        } else {
          this.#replace(slot, worker);
        }
        this.#options.onEnded(message.run, message.end);
    }
  }

  /** A thread ended by itself: its run failed, the slot gets a new thread. */
  #crashed(slot: number, worker: Worker, thrown: unknown): void {
    const state = this.#slot(slot);
    // 'error' is followed by 'exit'; the first of them replaced the thread.
    if (state.worker !== worker) return;
    if (state.kind === 'starting') {
      this.#options.onBroken(GridsweepError.from(thrown));
      return;
    }
    this.#replace(slot, worker);
    if (state.kind === 'training') this.#options.onEnded(state.run, { type: 'failed', ...crashOf(thrown) });
  }

  #replace(slot: number, worker: Worker): void {
    const state = this.#slot(slot);
    if (state.kind === 'training' && state.cancelTimer !== null) clearTimeout(state.cancelTimer);
    worker.removeAllListeners();
    void worker.terminate();
    // A failure is told by `onBroken`, which the new thread's listeners call.
    this.#spawn(slot).catch(() => undefined);
  }
}

function tell(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

/** An error that ended a thread: on its way it has kept its properties, but not its class. */
function fromThread(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown.name !== 'GridsweepError' || !('code' in thrown)) return thrown;
  const code = ERROR_CODES.find((known) => known === thrown.code);
  return code === undefined ? thrown : new GridsweepError(code, thrown.message, { cause: thrown });
}

/** A thread that died was no victim of its configuration, whatever the error's code says. */
function crashOf(thrown: unknown): { readonly kind: 'crash' | 'out-of-memory'; readonly detail: string } {
  const { kind, detail } = failureOf(thrown);
  return { kind: kind === 'out-of-memory' ? kind : 'crash', detail };
}
