import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { CommandLine } from './pin.ts';

/** The one thing that an agent process tells its supervisor over the channel between them: its trainer is warm. */
export type ToSupervisor = { readonly type: 'ready' };

/** How an agent process ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One life of a supervised agent process. */
export class SupervisedChild {
  /** Resolves when the process is gone, also where it could not be started. */
  readonly ended: Promise<ChildEnd>;
  readonly #child: ChildProcess;

  /** @param onReady called when the agent is warm */
  constructor([program, ...args]: CommandLine, env: NodeJS.ProcessEnv, onReady: () => void) {
    // In a group of its own: Ctrl-C reaches it through the supervisor only, so the first one drains and does not stop.
    const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    this.ended = endOf(child);
    child.once('message', onReady);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks it to hand its trials back and leave. */
  leave(): void {
    this.#child.kill('SIGTERM');
  }

  /** Ends it at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

async function endOf(child: ChildProcess): Promise<ChildEnd> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return { code, signal };
  } catch {
    // The program is not there or may not be run.
    return { code: 127, signal: null };
  }
}
