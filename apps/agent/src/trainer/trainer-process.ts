import { fork, type ChildProcess } from 'node:child_process';
import { GridsweepError } from '@gridsweep/sweep';
import type { DeviceChoice, EngineName } from '@gridsweep/lenet';
import type { DatasetSource, FromTrainer, ToTrainer } from './messages.ts';

/** So many of the last characters that the process wrote are told when it dies. */
const OUTPUT_TAIL = 2_000;

export interface TrainerProcessOptions {
  readonly path: string;
  readonly engine: EngineName;
  readonly device: DeviceChoice;
  readonly slots: number;
  readonly dataset: DatasetSource;
  /** Gives up starting and ends the process. */
  readonly signal: AbortSignal;
  /** Messages after `ready`. */
  readonly onMessage: (message: FromTrainer) => void;
  /** Called once when the process is gone, but not after `kill`. */
  readonly onExit: (how: string) => void;
}

/** One life of the trainer process. */
export class TrainerProcess {
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.pid = pid;
  }

  /** Resolves when the process has the data set and warm slots. Rejects with GridsweepError if it cannot train. */
  static start(options: TrainerProcessOptions): Promise<{ process: TrainerProcess; engineVariant: string }> {
    const child = fork(options.path, {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Flags of the agent (a debugger's port, say) are not the trainer's.
      execArgv: [],
      // glibc then asks for huge pages, which make an image anywhere in the data set a third quicker to fetch.
      env: { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1', ...process.env },
    });
    const output = tailOf(child);
    const abort = () => child.kill('SIGKILL');
    if (options.signal.aborted) abort();
    options.signal.addEventListener('abort', abort, { once: true });
    const { engine, device, slots, dataset } = options;
    const start: ToTrainer = { type: 'start', engine, device, slots, dataset };
    return new Promise((resolve, reject) => {
      let ready = false;
      child.on('message', (message: FromTrainer) => {
        switch (message.type) {
          case 'ready':
            ready = true;
            options.signal.removeEventListener('abort', abort);
            resolve({ process: new TrainerProcess(child, child.pid!), engineVariant: message.engineVariant });
            return;
          case 'unable':
            reject(new GridsweepError(message.code, message.message));
            return;
          default:
            options.onMessage(message);
        }
      });
      child.once('error', (error) => reject(GridsweepError.from(error)));
      child.once('close', (code, signal) => {
        const how = describeExit(code, signal, output());
        options.signal.removeEventListener('abort', abort);
        reject(
          options.signal.aborted
            ? new GridsweepError('cancelled', 'The trainer process was stopped while it started.')
            : new GridsweepError('internal', how),
        );
        if (ready) options.onExit(how);
      });
      // A failed send is followed by 'close'.
      child.send(start, () => undefined);
    });
  }

  send(message: ToTrainer): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Ends the process at once: it has nothing to save. Resolves when it is gone. */
  kill(): Promise<void> {
    return new Promise((resolve) => {
      this.#child.removeAllListeners();
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        resolve();
        return;
      }
      this.#child.once('close', () => resolve());
      this.#child.kill('SIGKILL');
    });
  }
}

function tailOf(child: ChildProcess): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-OUTPUT_TAIL);
    });
  }
  return () => tail.trim();
}

function describeExit(code: number | null, signal: NodeJS.Signals | null, output: string): string {
  const how = signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
  return `The trainer process was ended ${how}.${output === '' ? '' : ` Its last words: ${output}`}`;
}
