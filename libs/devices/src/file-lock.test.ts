import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './file-lock.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true }));

test('work under one lock never overlaps, and nothing is left behind', async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await readdir(folder);
    inside -= 1;
  };
  await Promise.all([1, 2, 3, 4].map(() => withLock(path, work)));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('a failure releases the lock', async () => {
  await expect(withLock(path, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await withLock(path, () => Promise.resolve('free'))).toBe('free');
});

test.each([
  ['of another host', JSON.stringify({ token: 'x', pid: 1, place: `not-${hostname()}` })],
  ['that crashed before it wrote its name', ''],
])('a holder %s is replaced when its heartbeat stands still', async (_, text) => {
  await writeFile(path, text);
  let waited = 0;
  const onWait = (): void => void (waited += 1);
  expect(await withLock(path, () => Promise.resolve('mine'), { staleMs: 50, onWait })).toBe('mine');
  expect(waited).toBe(1);
});

test('a holder that was replaced leaves its successor the lock', async () => {
  const successor = JSON.stringify({ token: 'successor', pid: process.pid, place: 'elsewhere' });
  await withLock(path, () => writeFile(path, successor));
  expect(await readFile(path, 'utf8')).toBe(successor);
});

test('waiting can be given up', async () => {
  await writeFile(path, '');
  const stop = new AbortController();
  const onWait = (): void => stop.abort();
  const waiting = withLock(path, () => Promise.resolve(), { signal: stop.signal, onWait });
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});
