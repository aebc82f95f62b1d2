import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch } from './scratch.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gridsweep-test-'));
});
afterEach(() => rm(parent, { recursive: true }));

/** A folder as an agent leaves it whose process has this id. */
async function left(name: string, pid: number, host = hostname()): Promise<void> {
  await mkdir(join(parent, name));
  await writeFile(join(parent, name, 'lock'), JSON.stringify({ pid, host, started: '' }));
  await writeFile(join(parent, name, 'checkpoint'), 'large');
}

test('an agent has a folder of its own, which goes with it', async () => {
  const [one, other] = [await makeScratch(parent), await makeScratch(parent)];
  expect((await readdir(parent)).sort()).toEqual([basename(one.folder), basename(other.folder)].sort());
  await one.close();
  expect(await readdir(parent)).toEqual([basename(other.folder)]);
  await other.close();
  expect(await readdir(parent)).toEqual([]);
});

test('what killed agents of this machine have left is removed, and nothing else', async () => {
  const child = spawn(process.execPath, ['--eval', '']);
  await once(child, 'exit');
  await left('gridsweep-agent-killed', child.pid!);
  await left('gridsweep-agent-living', process.ppid);
  await left('gridsweep-agent-elsewhere', child.pid!, 'another machine');
  await left('somebody-else', child.pid!);
  for (const name of ['starting', 'forgotten']) await mkdir(join(parent, `gridsweep-agent-${name}`));
  await utimes(join(parent, 'gridsweep-agent-forgotten'), 0, 0);
  const scratch = await makeScratch(parent);
  const others = (await readdir(parent)).filter((name) => name !== basename(scratch.folder));
  expect(others.sort()).toEqual(
    ['gridsweep-agent-elsewhere', 'gridsweep-agent-living', 'gridsweep-agent-starting', 'somebody-else'].sort(),
  );
  await scratch.close();
});
