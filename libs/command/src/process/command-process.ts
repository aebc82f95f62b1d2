import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { GridsweepError } from '@gridsweep/sweep';
import { OutputPipe } from './output-pipe.ts';
import { processesOf, type ProcessMark } from './process-table.ts';
import { Watchdog } from './watchdog.ts';

export interface CommandOptions {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The command's whole environment, its mark aside. */
  readonly environment: Readonly<Record<string, string>>;
  /** The attempt's own folder: removed where this process dies. */
  readonly folder: string;
}

/** How a command's process ended. */
export interface Exit {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether it was asked to stop before it ended. */
  readonly asked: boolean;
  /** Whether it was killed from here. */
  readonly killed: boolean;
  /** Processes that the command left behind and that were killed. */
  readonly leftBehind: number;
  /** Those that could not be killed. */
  readonly immortal: readonly number[];
}

const MARK = 'GRIDSWEEP_PROCESS_MARK';
/** So long killed processes may take to be gone: one that waits for a disk does not end before that answers. */
const GONE_WITHIN_MS = 5_000;
/** So long what a command leaves behind may take to end by itself: a `tee` that still writes its last lines, say. */
const LEAVE_WITHIN_MS = 500;

/**
 * A person's command as a child process in a session of its own, with all that it starts. Whatever happens, none of them outlives
 * the attempt: not after the command's end, and not where this process is killed.
 */
export class CommandProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the command and everything it started are gone. */
  readonly ended: Promise<Exit>;
  readonly #mark: ProcessMark;
  #state: 'running' | 'stopping' | 'killed' | 'gone' = 'running';
  #isAsked = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(
    child: ChildProcess,
    mark: Omit<ProcessMark, 'leader'>,
    watchdog: Watchdog,
    outputs: OutputPipe[],
  ) {
    this.#mark = { ...mark, leader: child.pid! };
    this.stdout = outputs[0]!.read();
    this.stderr = outputs[1]!.read();
    this.ended = new Promise<Pick<Exit, 'code' | 'signal'>>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    }).then(async (exit) => {
      clearTimeout(this.#timer);
      const killed = this.#state === 'killed';
      this.#state = 'gone';
      const isGone = !killed && (await this.#restEnds());
      const left = isGone ? { leftBehind: 0, immortal: [] } : await this.#killRest();
      watchdog.dismiss();
      return { ...exit, asked: this.#isAsked, killed, ...left };
    });
  }

  /** @throws GridsweepError 'invalid' where the program cannot be run; 'unavailable' where the machine cannot run it now */
  static async start({ argv, cwd, environment, folder }: CommandOptions): Promise<CommandProcess> {
    const variable = `${MARK}=${randomBytes(16).toString('hex')}`;
    const [name, mark] = variable.split('=', 2);
    let watchdog: Watchdog | undefined;
    let outputs: OutputPipe[] = [];
    try {
      [outputs, watchdog] = await Promise.all([OutputPipe.create(folder, 2), Watchdog.start(variable, folder)]);
      const child = spawn(argv[0]!, argv.slice(1), {
        cwd,
        detached: true,
        env: { ...environment, [name!]: mark },
        stdio: ['ignore', outputs[0]!.writer, outputs[1]!.writer],
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      watchdog.watch(child.pid!);
      preferToKill(child.pid!);
      return new CommandProcess(child, { variable, folder }, watchdog, outputs);
    } catch (thrown) {
      for (const output of outputs) output.close();
      watchdog?.dismiss();
      throw whyNotStarted(thrown, argv[0]!);
    }
  }

  /** Process id of the command, which is also its process group. */
  get pid(): number {
    return this.#mark.leader;
  }

  /** Asks the process group to end (SIGTERM), and kills it where it has not ended in time. */
  stop(withinMs: number): void {
    if (this.#state !== 'running') return;
    this.#state = 'stopping';
    this.#isAsked = true;
    this.#signal('SIGTERM');
    this.#timer = setTimeout(() => this.kill(), withinMs);
  }

  kill(): void {
    if (this.#state === 'gone') return;
    this.#state = 'killed';
    clearTimeout(this.#timer);
    this.#signal('SIGKILL');
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // The group is gone.
    }
  }

  /** Whether everything else that the command started ends by itself. */
  async #restEnds(): Promise<boolean> {
    for (const started = performance.now(); performance.now() - started < LEAVE_WITHIN_MS;) {
      if (processesOf(this.#mark).length === 0) return true;
      await delay(10);
    }
    return false;
  }

  async #killRest(): Promise<Pick<Exit, 'leftBehind' | 'immortal'>> {
    this.#signal('SIGKILL');
    const found = new Set<number>();
    const started = performance.now();
    for (;;) {
      const left = processesOf(this.#mark);
      for (const pid of left) {
        found.add(pid);
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It is gone meanwhile.
        }
      }
      const isLate = performance.now() - started > GONE_WITHIN_MS;
      if (left.length === 0 || isLate) return { leftBehind: found.size, immortal: left };
      await delay(5);
    }
  }
}

/** Where memory is short the kernel shall kill a command and not the agent, see proc(5). What it starts inherits that. */
function preferToKill(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '500');
  } catch {
    // Not Linux, or it has ended already.
  }
}

function whyNotStarted(thrown: unknown, program: string): GridsweepError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  const named = JSON.stringify(program);
  const invalid = (why: string) =>
    new GridsweepError('invalid', `The command cannot be started: ${why}.`, { cause: thrown });
  const spawned = thrown instanceof Error && 'syscall' in thrown && String(thrown.syscall).includes(program);
  const isOnPath = !program.includes('/');
  switch (code) {
    case 'ENOENT':
      if (!spawned) break;
      if (isOnPath) return invalid(`there is no program ${named} on the PATH`);
      return invalid(`there is no program ${named}, or the interpreter that its first line names is missing`);
    case 'EACCES':
    case 'EPERM':
      if (!spawned) break;
      // So says exec(3) also of a program that is nowhere, where a folder on the PATH may not be read.
      if (isOnPath) return invalid(`there is no program ${named} on the PATH that can be run`);
      return invalid(`${named} is not an executable file (chmod +x makes it one)`);
    case 'ENOEXEC':
      return invalid(`${named} is no program of this machine; a script needs a first line such as #!/bin/sh`);
    case 'E2BIG':
      return invalid('its arguments or parameters are too long; read $GRIDSWEEP_PARAMS_FILE in place of ${args}');
    case 'ERR_INVALID_ARG_VALUE':
    case 'ERR_INVALID_ARG_TYPE':
      return invalid('an argument or parameter holds a NUL character');
    default:
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new GridsweepError('unavailable', `The command could not be started now: ${message}.`, { cause: thrown });
}
