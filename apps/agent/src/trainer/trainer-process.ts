import { fork, type ChildProcess } from 'node:child_process';
import { GridsweepError, type RunEvent } from '@gridsweep/sweep';
import type { FromRun, FromTrainer, Opening, OpenWorkload, RunId, ToTrainer, WorkloadSetup } from './channel.ts';
import { saysMemoryIsFull } from './failure.ts';
import { Run } from './run.ts';

/** So many of the last characters that the process wrote are told when it dies. */
const OUTPUT_TAIL = 2_000;

export interface TrainerProcessOptions {
  /** File of the trainer process. */
  readonly path: string;
  readonly slots: number;
  readonly workloads: readonly WorkloadSetup[];
  /** Gives up starting and ends the process. */
  readonly signal: AbortSignal;
  /** Called once when the process has died, before its runs end as crashed; not after `kill`. */
  readonly onExit: (how: string) => void;
}

/** One life of the trainer process, and the runs in it, which end with it. */
export class TrainerProcess {
  readonly pid: number;
  readonly workloads: readonly OpenWorkload[];
  readonly #child: ChildProcess;
  readonly #runs = new Map<RunId, Run>();
  #lastRun: RunId = 0;

  private constructor(child: ChildProcess, workloads: readonly OpenWorkload[]) {
    this.#child = child;
    this.pid = child.pid!;
    this.workloads = workloads;
  }

  /** Resolves when every workload is prepared and every slot warm. Rejects with GridsweepError if it cannot train. */
  static start({ path, slots, workloads, signal, onExit }: TrainerProcessOptions): Promise<TrainerProcess> {
    const child = fork(path, {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Flags of the agent (a debugger's port, say) are not the trainer's.
      execArgv: [],
      // glibc then asks for huge pages, which make an image anywhere in a data set a third quicker to fetch.
      env: { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1', ...process.env },
    });
    const output = tailOf(child);
    const abort = () => child.kill('SIGKILL');
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    return new Promise((resolve, reject) => {
      let started: TrainerProcess | null = null;
      child.on('message', (message: FromTrainer) => {
        switch (message.type) {
          case 'ready':
            started = new TrainerProcess(child, message.workloads);
            signal.removeEventListener('abort', abort);
            resolve(started);
            return;
          case 'unable':
            reject(new GridsweepError(message.code, message.message));
            return;
          case 'up':
            started?.received(message);
        }
      });
      child.on('error', (error) => reject(GridsweepError.from(error)));
      child.once('close', (code, exitSignal) => {
        const how = describeExit(code, exitSignal, output());
        signal.removeEventListener('abort', abort);
        if (started !== null) {
          onExit(how);
          started.#endRuns(how);
          return;
        }
        reject(
          signal.aborted
            ? new GridsweepError('cancelled', 'The trainer process was stopped while it started.')
            : new GridsweepError('internal', how),
        );
      });
      sendTo(child, { type: 'start', slots, workloads });
    });
  }

  /** Opens a run on a slot that trains none. `onEvent` is never called before this returns. */
  open(slot: number, opening: Opening, onEvent: (event: RunEvent) => void): Run {
    const id = ++this.#lastRun;
    const cancelWithinMs = this.workloads.find(({ name }) => name === opening.workload)?.cancelWithinMs ?? 0;
    const run = new Run({
      cancelWithinMs,
      onEvent,
      send: (down) => sendTo(this.#child, { type: 'slot', slot, message: { type: 'down', run: id, down } }),
      kill: () => sendTo(this.#child, { type: 'replace', slot, run: id }),
    });
    this.#runs.set(id, run);
    void run.ended.then(() => this.#runs.delete(id));
    sendTo(this.#child, { type: 'slot', slot, message: { type: 'open', run: id, opening } });
    return run;
  }

  /** Called with news of a run; of one that has ended it is dropped. */
  received({ run, up }: FromRun): void {
    this.#runs.get(run)?.received(up);
  }

  /** Ends the process at once; its runs end as crashed for this reason. Resolves when it is gone. */
  async kill(reason: string): Promise<void> {
    this.#child.removeAllListeners();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
      this.#child.kill('SIGKILL');
      await closed;
    }
    this.#endRuns(reason);
  }

  #endRuns(how: string): void {
    const kind = saysMemoryIsFull(how) ? 'out-of-memory' : 'crash';
    for (const run of this.#runs.values()) run.received({ type: 'failed', kind, detail: how });
  }
}

/** A send that fails is followed by the process's end. */
function sendTo(child: ChildProcess, message: ToTrainer): void {
  if (child.connected) child.send(message, () => undefined);
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
