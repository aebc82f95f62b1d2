import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { importEdition } from './import.ts';
import { startRegistry } from './local-registry.fixture.ts';
import type { PublisherTask } from './publisher.fixture.ts';
import { makeSmallEdition, type SmallEdition } from './small-edition.fixture.ts';

const PROGRAM = fileURLToPath(new URL('publisher.fixture.ts', import.meta.url));
let small: SmallEdition;
const children: ChildProcess[] = [];

beforeAll(async () => {
  small = await makeSmallEdition();
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => kill(child)));
});
afterAll(() => small.remove());

test.each(['copying', 'verifying'] as const)(
  'a process killed while %s leaves a cache that the next one uses',
  async (phase) => {
    const cacheDir = join(small.folder, `killed-${phase}`);
    const source = small.unpacked;
    const victim = start({ edition: small.edition, cacheDir, source, stopIn: phase });
    await victim.says('stopped');
    await kill(victim.child);
    expect((await readdir(cacheDir)).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect((await readdir(cacheDir)).length).toBeGreaterThan(0);

    const path = await importEdition(small.edition, source, { cacheDir });
    expect((await readFile(path)).equals(small.bytes)).toBe(true);
    expect(await readdir(cacheDir)).toEqual(['small.bin']);
  },
);

test('of two processes that fetch at once one downloads and the other waits for it', async () => {
  const registry = await startRegistry(small.edition, small.npmTarball, join(small.folder, 'npm-shared'));
  try {
    const task = { edition: small.edition, cacheDir: join(small.folder, 'shared') };
    const both = [start(task, registry.env), start(task, registry.env)];
    await Promise.all(both.map(({ says }) => says('done')));
    expect(registry.downloads()).toBe(1);
    expect(await readdir(task.cacheDir)).toEqual(['small.bin']);
  } finally {
    await registry.close();
  }
});

test('a process takes over from a holder that is killed while it waits', async () => {
  const task = { edition: small.edition, cacheDir: join(small.folder, 'taken-over'), source: small.unpacked };
  const holder = start({ ...task, stopIn: 'copying' });
  await holder.says('stopped');
  const waiter = start(task);
  await waiter.says('waiting');
  await kill(holder.child);
  await waiter.says('done');
  expect(await readdir(task.cacheDir)).toEqual(['small.bin']);
});

interface Publisher {
  readonly child: ChildProcess;
  /** Resolves once the process has printed that line; rejects if it ends without it. */
  readonly says: (line: string) => Promise<void>;
}

function start(task: PublisherTask, env: NodeJS.ProcessEnv = process.env): Publisher {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, JSON.stringify(task)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const lines: string[] = [];
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const says = async (line: string): Promise<void> => {
    const closed = new AbortController();
    output.once('close', () => closed.abort());
    while (!lines.includes(line)) {
      await once(output, 'line', { signal: closed.signal }).catch(() => {
        throw new Error(`The process ended without "${line}": ${complaints}`);
      });
    }
  };
  return { child, says };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
