import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeTree } from '@gridsweep/devices';
import type { CheckpointContent, MetricPoint, RunEnd, RunEvent, TrainEvent, TrialInput } from '@gridsweep/sweep';
import { expect, onTestFinished } from 'vitest';
import type { CommandSetup } from './setup.ts';
import { commandTrainable } from './trainable.ts';

/** A folder for one test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gs-'));
  onTestFinished(() => removeTree(folder));
  return folder;
}

/** Writes files, those that begin with "#!" so that they can be run. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
    if (text.startsWith('#!')) await chmod(join(folder, path), 0o755);
  }
}

/** What a run is told while it trains, and what it said. */
export class TestRun {
  readonly cancelled = new AbortController();
  readonly drained = new AbortController();
  readonly events: RunEvent[] = [];

  get points(): MetricPoint[] {
    return this.events.flatMap((event) => (event.type === 'metrics' ? event.points : []));
  }

  get log(): string[] {
    return this.events.flatMap((event) => (event.type === 'log' && event.level === 'info' ? [event.message] : []));
  }

  get warnings(): string[] {
    return this.events.flatMap((event) => (event.type === 'log' && event.level === 'warn' ? [event.message] : []));
  }

  get checkpoints(): { step: number; content: Exclude<CheckpointContent, Uint8Array> }[] {
    return this.events.flatMap((event) =>
      event.type === 'checkpoint' && 'path' in event.content ? [{ step: event.step, content: event.content }] : [],
    );
  }
}

export interface RunOptions {
  /** Shell script that is the command. */
  readonly script?: string;
  /** In place of a script. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly scratchFolder?: string;
  readonly setup?: Partial<CommandSetup>;
  readonly trial?: Partial<TrialInput>;
  readonly checkpoint?: CheckpointContent;
  /** Called with each event before the next is asked for. */
  readonly onEvent?: (event: RunEvent, run: TestRun) => void | Promise<void>;
  readonly run?: TestRun;
}

export const TRIAL: TrialInput = {
  trialId: 'trial-1',
  sweepId: 'sweep-1',
  cellId: 'cell-1',
  attempt: 1,
  parameters: { lr: 0.01 },
  seed: 7,
  settings: {},
};

/** The events of an attempt, made as an agent makes it. */
export async function* attempt(options: RunOptions, run: TestRun): AsyncGenerator<TrainEvent, void, undefined> {
  const scratchFolder = options.scratchFolder ?? (await testFolder());
  const prepared = await commandTrainable.prepare({ scratchFolder, ...options.setup });
  const slot = await commandTrainable.open(prepared, 0);
  const settings = options.settings ?? { command: ['sh', '-c', options.script!] };
  yield* slot.train(
    { ...TRIAL, settings, ...options.trial },
    {
      checkpoint: options.checkpoint ?? null,
      control: { cancelled: run.cancelled.signal, drained: run.drained.signal },
    },
  );
}

/** Runs an attempt to its end, after which nothing of it may be left but checkpoints. */
export async function runToEnd(options: RunOptions): Promise<TestRun & { readonly end: RunEnd }> {
  const scratchFolder = options.scratchFolder ?? (await testFolder());
  const run = options.run ?? new TestRun();
  let end: RunEnd | undefined;
  try {
    for await (const event of attempt({ ...options, scratchFolder }, run)) {
      if (event.type === 'finished' || event.type === 'failed' || event.type === 'drained') {
        end = event;
      } else {
        run.events.push(event);
        await options.onEvent?.(event, run);
      }
    }
  } finally {
    const left = (await readdir(scratchFolder)).filter((name) => !/^checkpoint-.*\.tar$/.test(name));
    expect(left).toEqual([]);
    expect(await processesWith(scratchFolder)).toEqual([]);
  }
  return Object.assign(run, { end: end! });
}

/** Living processes in whose environment a text occurs. */
export async function processesWith(text: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const environment = await readFile(`/proc/${pid}/environ`).catch(() => Buffer.alloc(0));
    if (environment.includes(text)) found.push(Number(pid));
  }
  return found;
}

/** Resolves once the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const started = performance.now(); !(await condition());) {
    if (performance.now() - started > withinMs)
      throw new Error(`It did not come about in ${withinMs} ms: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
