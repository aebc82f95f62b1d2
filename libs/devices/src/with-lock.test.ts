import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './with-lock.ts';

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

const ELSEWHERE = JSON.stringify({ pid: process.pid, host: `not-${hostname()}`, started: '' });

test('a holder of another host is replaced when its heartbeat stands still', async () => {
  await writeFile(path, ELSEWHERE);
  let waited = 0;
  const onWait = (): void => void (waited += 1);
  expect(await withLock(path, () => Promise.resolve('mine'), { staleMs: 50, onWait })).toBe('mine');
  expect(waited).toBe(1);
});

test('a holder of another host that beats is waited for', async () => {
  await writeFile(path, ELSEWHERE);
  let beats = 0;
  const beat = setInterval(() => void utimes(path, 0, ++beats).catch(() => undefined), 20);
  let isDead = false;
  const onWait = () =>
    void setTimeout(() => {
      isDead = true;
      clearInterval(beat);
    }, 2_500);
  expect(await withLock(path, () => Promise.resolve(isDead), { staleMs: 1_000, onWait })).toBe(true);
});

test('a holder that crashed before its name was on the disk is replaced', async () => {
  await writeFile(path, '');
  expect(await withLock(path, () => Promise.resolve('mine'))).toBe('mine');
  expect(await readdir(folder)).toEqual([]);
});

test('a holder that was replaced leaves its successor the lock', async () => {
  await withLock(path, () => writeFile(path, ELSEWHERE));
  expect(await readFile(path, 'utf8')).toBe(ELSEWHERE);
});

test('waiting can be given up', async () => {
  await writeFile(path, ELSEWHERE);
  const stop = new AbortController();
  const onWait = (): void => stop.abort();
  const waiting = withLock(path, () => Promise.resolve(), { signal: stop.signal, onWait });
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});
