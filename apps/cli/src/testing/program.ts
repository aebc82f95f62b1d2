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
  /** The same of standard output. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
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
    return this.#start([process.execPath, program, ...args], env);
  }

  /** Runs a line of a shell in which `gridsweep` is the program. */
  async shell(line: string): Promise<Ended> {
    return this.#start(['sh', '-c', `gridsweep() { "$0" "$@"; }; ${line}`, PROGRAM], {}).ended;
  }

  #start(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Running {
    const [program, ...args] = command;
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text));
    }
    let isOver = false;
    const ended = once(child, 'close').then(([code]): Ended => {
      isOver = true;
      return { code: code as number | null, ...written };
    });
    const matched = async (name: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> => {
      for (;;) {
        const found = pattern.exec(written[name]);
        if (found !== null) return found;
        if (isOver)
          throw new Error(`${command.join(' ')} ended without ${pattern}:\n${written.stdout}${written.stderr}`);
        await Promise.race([once(child[name], 'data'), ended]);
      }
    };
    const running: Running = {
      ...{ child, ended },
      said: (pattern) => matched('stderr', pattern),
      printed: (pattern) => matched('stdout', pattern),
    };
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
