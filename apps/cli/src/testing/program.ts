import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../../bin/gridsweep.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running gridsweep process. */
export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves when it has ended and all its output was read. */
  readonly ended: Promise<Ended>;
  /** Resolves with the first match in standard error, what was written before included. Rejects where the process ends without. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Whole processes of the program as it is packed, in a folder of their own that is removed with them. */
export class Processes {
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #running: Running[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    this.#env = { ...process.env, GRIDSWEEP_DATA_DIR: join(folder, 'data') };
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'GRIDSWEEP_COORDINATOR']) Reflect.deleteProperty(this.#env, name);
  }

  static async create(): Promise<Processes> {
    return new Processes(await mkdtemp(join(tmpdir(), 'gridsweep-cli-')));
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}, program = PROGRAM): Running {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, stdout, stderr }));
    const said = async (pattern: RegExp): Promise<RegExpExecArray> => {
      for (;;) {
        const found = pattern.exec(stderr);
        if (found !== null) return found;
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`gridsweep ${args.join(' ')} ended without ${pattern}:\n${stderr}`);
        await Promise.race([once(child.stderr, 'data'), ended]);
      }
    };
    const running = { child, ended, said };
    this.#running.push(running);
    return running;
  }

  async run(...args: readonly string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  /** Ends every process that still runs, and removes the folder. */
  async dispose(): Promise<void> {
    for (const { child } of this.#running) if (child.exitCode === null) child.kill('SIGKILL');
    await Promise.all(this.#running.map(({ ended }) => ended));
    await rm(this.folder, { recursive: true, force: true });
  }
}
