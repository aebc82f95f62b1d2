import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MetricPoint, Parameters } from '@gridsweep/sweep';
import { parse } from 'yaml';

/** A line that a command reported, its numbers that are not finite as numbers. */
export type Line = Readonly<Record<string, number | string | boolean | undefined>>;

export interface CommandEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All that it printed. */
  readonly output: string;
}

export interface CommandTrialOptions {
  /** A sweep file: what it says of command and code is run. */
  readonly sweep: string;
  readonly parameters: Parameters;
  readonly seed: number;
  /** An empty folder for all attempts. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  /** In place of the command's first word. */
  readonly program?: string;
}

/**
 * One trial of a command, attempt after attempt, by docs/commands.md and without Gridsweep: so that an example is tested by itself,
 * and stopped at any moment.
 */
export class CommandTrial {
  readonly #options: CommandTrialOptions;
  readonly #attempts: CommandAttempt[] = [];

  constructor(options: CommandTrialOptions) {
    this.#options = options;
  }

  /** Starts the next attempt, from the newest checkpoint that any reported. */
  async start(): Promise<CommandAttempt> {
    const { sweep, parameters, seed, folder, env, program } = this.#options;
    const number = this.#attempts.length + 1;
    const place = join(folder, `attempt-${number}`);
    const code = join(place, 'code');
    await mkdir(join(place, 'checkpoints'), { recursive: true });
    await cp(dirname(sweep), code, { recursive: true });
    const resumed = await this.#newestCheckpoint();
    if (resumed !== null) await cp(resumed.path, join(place, 'checkpoints', resumed.name), { recursive: true });
    const { command } = parse(await readFile(sweep, 'utf8')) as { command: readonly string[] };
    const [first, ...others] = command.flatMap((word) => expand(word, parameters));
    await writeFile(join(place, 'parameters.json'), JSON.stringify(parameters));
    const attempt = new CommandAttempt(place, program ?? first, others, {
      ...process.env,
      ...env,
      GRIDSWEEP_PARAMS: JSON.stringify(parameters),
      GRIDSWEEP_PARAMS_FILE: join(place, 'parameters.json'),
      GRIDSWEEP_SEED: String(seed),
      GRIDSWEEP_SWEEP: 'sweep',
      GRIDSWEEP_CELL: 'cell',
      GRIDSWEEP_TRIAL: 'trial',
      GRIDSWEEP_ATTEMPT: String(number),
      GRIDSWEEP_METRICS_FILE: join(place, METRICS),
      GRIDSWEEP_CHECKPOINT_DIR: join(place, 'checkpoints'),
      GRIDSWEEP_STOP_FILE: join(place, 'stop'),
      ...(resumed !== null && { GRIDSWEEP_RESUME: '1' }),
    });
    this.#attempts.push(attempt);
    return attempt;
  }

  /**
   * What all attempts measured, by name and step.
   * @throws Error where two attempts measured something else at the same step.
   */
  async points(): Promise<ReadonlyMap<string, MetricPoint>> {
    const all = new Map<string, MetricPoint>();
    for (const attempt of this.#attempts) {
      for (const point of await attempt.points()) {
        const key = `${point.name} ${point.step}`;
        const before = all.get(key) ?? point;
        if (!Object.is(before.value, point.value)) throw new Error(`${key}: ${before.value}, then ${point.value}`);
        all.set(key, point);
      }
    }
    return all;
  }

  /** Ends all that still runs. */
  async dispose(): Promise<void> {
    for (const attempt of this.#attempts) await attempt.kill();
  }

  async #newestCheckpoint(): Promise<{ path: string; name: string } | null> {
    for (const attempt of this.#attempts.toReversed()) {
      const name = (await attempt.checkpoints()).at(-1);
      if (name !== undefined) return { path: join(attempt.folder, 'checkpoints', name), name };
    }
    return null;
  }
}

export class CommandAttempt {
  readonly folder: string;
  readonly ended: Promise<CommandEnd>;
  readonly #child: ChildProcess;

  constructor(folder: string, program: string | undefined, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.folder = folder;
    // A process group of its own, as an agent gives it.
    const child = spawn(program ?? '', args, {
      cwd: join(folder, 'code'),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    this.#child = child;
    this.ended = once(child, 'close').then((ended) => {
      const [code, signal] = ended as [number | null, NodeJS.Signals | null];
      return { code, signal, output };
    });
  }

  /** What was reported so far; a line that is not whole yet is not among it. */
  async lines(): Promise<Line[]> {
    const text = await readFile(join(this.folder, METRICS), 'utf8').catch(() => '');
    return text.split('\n').slice(0, -1).map(parseLine);
  }

  async points(): Promise<MetricPoint[]> {
    const points: MetricPoint[] = [];
    for (const { step, epoch, ...metrics } of await this.lines()) {
      if ('checkpoint' in metrics || 'done' in metrics) continue;
      for (const [name, value] of Object.entries(metrics)) points.push({ name, step, epoch, value } as MetricPoint);
    }
    return points;
  }

  /** Names of the folders reported, the newest last. */
  async checkpoints(): Promise<string[]> {
    return (await this.lines()).flatMap(({ checkpoint }) => (checkpoint === undefined ? [] : [String(checkpoint)]));
  }

  async isDone(): Promise<boolean> {
    return (await this.lines()).some(({ done }) => done === true);
  }

  /**
   * Resolves when what was reported meets a condition, which is told whether the command has opened the file. Rejects where the command ends
   * before.
   */
  async until(meets: (lines: readonly Line[], isOpen: boolean) => boolean): Promise<void> {
    const watcher = watch(this.folder);
    try {
      for (;;) {
        const changed = once(watcher, 'change');
        if (meets(await this.lines(), existsSync(join(this.folder, METRICS)))) return;
        const end = await Promise.race([changed.then(() => null), this.ended]);
        if (end !== null) throw new Error(`The command ended before (${end.code}, ${end.signal}):\n${end.output}`);
      }
    } finally {
      watcher.close();
    }
  }

  /** Asks the command to stop, and resolves when it has. */
  async stop(): Promise<CommandEnd> {
    await writeFile(join(this.folder, 'stop'), 'drain');
    this.#signal('SIGTERM');
    return this.ended;
  }

  async kill(): Promise<CommandEnd> {
    this.#signal('SIGKILL');
    return this.ended;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) process.kill(-this.#child.pid!, signal);
  }
}

const METRICS = 'metrics.jsonl';

/** ${args} by itself becomes an argument for each parameter. */
function expand(word: string, parameters: Parameters): string[] {
  if (word !== '${args}') return [word];
  return Object.entries(parameters).map(
    ([name, value]) => `--${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}

/** JSON, and beyond it NaN and infinity as Python writes them. */
function parseLine(line: string): Line {
  const quoted = line.replaceAll(/:\s*(NaN|-?Infinity)(?=[,}])/g, ': "$1"');
  const parsed = JSON.parse(quoted) as Line;
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [
      name,
      /^(NaN|-?Infinity)$/.test(String(value)) ? Number(value) : value,
    ]),
  );
}
