import { Worker } from 'node:worker_threads';
import { ERROR_CODES, GridsweepError, type ErrorCode } from '@gridsweep/sweep';
import type { FromSlot, FromTrainer, OpenWorkload, PreparedWorkload, RunId, ToSlot } from './channel.ts';
import { crashOf } from './failure.ts';

/** What a thread is given. */
export interface SlotSetup {
  readonly slot: number;
  readonly workloads: readonly PreparedWorkload[];
}

export interface SlotThreadOptions extends SlotSetup {
  /** File of the threads. */
  readonly path: URL;
  /** A thread could not be replaced: the process cannot do its work any more. */
  readonly onBroken: (error: GridsweepError) => void;
}

/**
 * One slot's thread, and the next when that one is lost: it crashed, what it threw may have broken it, or its run did not obey.
 * A run opened while the next thread starts waits for it.
 */
export class SlotThread {
  /** Resolves with what the slot trains when its first thread is warm. Rejects with GridsweepError if it cannot be. */
  readonly ready: Promise<readonly OpenWorkload[]>;
  readonly #options: SlotThreadOptions;
  #state!: { readonly kind: 'starting' | 'ready'; readonly worker: Worker; readonly run: RunId | null };

  constructor(options: SlotThreadOptions) {
    this.#options = options;
    this.ready = this.#spawn();
  }

  /** Hands on to the thread, or drops what is for a run that has ended. */
  receive(message: ToSlot): void {
    const { worker, run } = this.#state;
    if (message.type === 'open') this.#state = { ...this.#state, run: message.run };
    else if (run !== message.run) return;
    worker.postMessage(message);
  }

  /** Ends the thread with this run, if it still has it. A thread that is not yet warm will find that the run is cancelled. */
  replace(run: RunId): void {
    if (this.#state.kind !== 'ready' || this.#state.run !== run) return;
    this.#replace();
    toAgent({ type: 'up', run, up: { type: 'cancelled' } });
  }

  #spawn(): Promise<readonly OpenWorkload[]> {
    const { path, slot, workloads } = this.#options;
    const setup: SlotSetup = { slot, workloads };
    const worker = new Worker(path, { workerData: setup });
    this.#state = { kind: 'starting', worker, run: null };
    return new Promise((resolve, reject) => {
      const lost = (thrown: unknown) => {
        reject(GridsweepError.from(thrown));
        this.#lost(worker, thrown);
      };
      worker.on('message', (message: FromSlot) => {
        switch (message.type) {
          case 'ready':
            if (this.#state.worker === worker) this.#state = { ...this.#state, kind: 'ready' };
            resolve(message.workloads);
            return;
          case 'unable':
            lost(new GridsweepError(message.code, message.message));
            return;
          case 'up':
            this.#handOn(worker, message);
        }
      });
      worker.on('error', (thrown) => lost(fromThread(thrown)));
      worker.on('exit', (code) =>
        lost(new GridsweepError('internal', `The thread of slot ${slot} ended with ${code}.`)),
      );
    });
  }

  #handOn(worker: Worker, { run, up, leaves }: Extract<FromSlot, { readonly type: 'up' }>): void {
    if (this.#state.worker !== worker || this.#state.run !== run) return;
    if (leaves === 'reusable') this.#state = { ...this.#state, run: null };
    if (leaves === 'broken') this.#replace();
    toAgent({ type: 'up', run, up });
  }

  /** A thread ended by itself: its run failed, the slot gets a new thread. */
  #lost(worker: Worker, thrown: unknown): void {
    // 'error' is followed by 'exit'; the first of them replaced the thread.
    if (this.#state.worker !== worker) return;
    if (this.#state.kind === 'starting') {
      this.#options.onBroken(GridsweepError.from(thrown));
      return;
    }
    const { run } = this.#state;
    this.#replace();
    if (run !== null) toAgent({ type: 'up', run, up: { type: 'failed', ...crashOf(thrown) } });
  }

  #replace(): void {
    const { worker } = this.#state;
    worker.removeAllListeners();
    void worker.terminate();
    // A failure is told by `onBroken`, which the new thread's listeners call.
    this.#spawn().catch(() => undefined);
  }
}

/** Sends to the agent that started this process. */
export function toAgent(message: FromTrainer): void {
  process.send?.(message);
}

/** An error that ended a thread: on its way it has kept its properties, but not its class. */
function fromThread(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown.name !== 'GridsweepError' || !('code' in thrown)) return thrown;
  return isErrorCode(thrown.code) ? new GridsweepError(thrown.code, thrown.message, { cause: thrown }) : thrown;
}

function isErrorCode(code: unknown): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code);
}
