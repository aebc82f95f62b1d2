import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from './packages.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gridsweep-count-'));
  await write('package.json', { workspaces: ['libs/*'] });
  await write('libs/a/package.json', { name: '@x/a' });
  await write('libs/b/package.json', { name: '@x/b' });
  await results('a', {});
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, content: object | string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

/** What Vitest writes: all of three tests passed, but for what is said. */
const results = (name: string, other: object) =>
  write(`libs/${name}/test-results.json`, {
    ...{ success: true, numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 },
    ...other,
  });

function count(): [lastLine: string, exit: number | null] {
  const { stdout, status } = spawnSync(process.execPath, [join(ROOT, 'tools/count-tests.js'), root], {
    encoding: 'utf8',
  });
  return [stdout.trimEnd(), status];
}

it('adds up', async () => {
  await results('b', {});
  expect(count()).toEqual(['6 passed, 0 failed', 0]);
});

it('counts skipped tests, and those that are not written yet', async () => {
  await results('b', { numPassedTests: 1, numPendingTests: 2, numTodoTests: 3 });
  expect(count()).toEqual(['4 passed, 0 failed, 5 skipped', 0]);
});

it('fails with a failed test', async () => {
  await results('b', { success: false, numPassedTests: 1, numFailedTests: 2 });
  expect(count()).toEqual(['4 passed, 2 failed', 1]);
});

it('fails with a file that could not be loaded', async () => {
  await results('b', { success: false });
  expect(count()).toEqual(['6 passed, 1 failed', 1]);
});

it('fails with a package that has no results, or half of them', async () => {
  expect(count()).toEqual(['3 passed, 1 failed', 1]);
  await write('libs/b/test-results.json', '{"success": true, "numPass');
  expect(count()).toEqual(['3 passed, 1 failed', 1]);
});

it('fails where nothing ran', async () => {
  await results('a', { numPassedTests: 0 });
  await results('b', { numPassedTests: 0 });
  expect(count()).toEqual(['0 passed, 0 failed', 1]);
});
