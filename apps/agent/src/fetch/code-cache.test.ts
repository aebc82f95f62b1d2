import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { connect, type CoordinatorClient } from '@gridsweep/protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SYSTEM_TIMING } from '../backoff.ts';
import { FakeCoordinator } from '../testing/fake-coordinator.ts';
import { CodeCache } from './code-cache.ts';

const CODE = Buffer.from('print("hello")');
const never = new AbortController().signal;

let coordinator: FakeCoordinator;
let client: CoordinatorClient;
let folder: string;
let unpacked: number;
beforeEach(async () => {
  coordinator = await FakeCoordinator.start();
  client = connect(coordinator.address);
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-code-'));
  unpacked = 0;
});
afterEach(async () => {
  client.close();
  await coordinator.close();
  await rm(folder, { recursive: true });
});

/** A cache for which a "tar file" is the one file in it. */
function cache(unpack = copy): CodeCache {
  const logger = pino({ level: 'silent' });
  return new CodeCache({ folder, agents: client.agents, unpack, logger, timing: SYSTEM_TIMING });
}

async function copy(tarFile: string, target: string): Promise<void> {
  unpacked += 1;
  await mkdir(target);
  await copyFile(tarFile, join(target, 'train.py'));
}

test('code is fetched and unpacked once, for all that ask', async () => {
  const hash = coordinator.code(CODE);
  const code = cache();
  const folders = await Promise.all([1, 2, 3].map(() => code.folderOf(hash, never)));
  expect(new Set([...folders, await code.folderOf(hash, never)])).toEqual(new Set([join(folder, hash)]));
  expect(await readFile(join(folders[0]!, 'train.py'))).toEqual(CODE);
  expect(coordinator.fetches).toEqual([`code ${hash}`]);
  expect(unpacked).toBe(1);
  // Of another process of the machine, which finds it there.
  expect(await cache().folderOf(hash, never)).toBe(folders[0]);
  expect(coordinator.fetches).toHaveLength(1);
  expect(await readdir(folder)).toEqual([hash]);
});

test('a coordinator that is away is waited for, one that breaks off asked again', async () => {
  const hash = coordinator.code(new Uint8Array(3 * 2 ** 20).fill(7));
  coordinator.breakFetches(1);
  await cache().folderOf(hash, never);
  expect(coordinator.fetches).toHaveLength(2);
  const other = coordinator.code(CODE);
  await coordinator.close();
  const waiting = cache().folderOf(other, never);
  await coordinator.restart();
  expect(await waiting).toBe(join(folder, other));
});

test.each([
  ['there is none', createHash('sha256').update('none').digest('hex'), 'not-found', /no code/],
  ['it is no hash', '../../etc', 'data', /"..\/..\/etc" is no SHA-256/],
])('%s', async (_, hash, code, message) => {
  await expect(cache().folderOf(hash, never)).rejects.toMatchObject({ code, message });
});

test('code that is not what its hash says is not unpacked', async () => {
  const hash = createHash('sha256').update('other').digest('hex');
  coordinator.code(CODE, hash);
  await expect(cache().folderOf(hash, never)).rejects.toMatchObject({ code: 'data', message: /came damaged/ });
  expect(unpacked).toBe(0);
  expect(await readdir(folder)).toEqual([]);
});

test('code that cannot be unpacked leaves nothing behind', async () => {
  const hash = coordinator.code(CODE);
  const refuse = () => Promise.reject(new GridsweepError('invalid', 'It holds a link out of it.'));
  await expect(cache(refuse).folderOf(hash, never)).rejects.toMatchObject({ code: 'invalid', message: /link out/ });
  expect(await readdir(folder)).toEqual([]);
});

test('one that gives up does not end the wait of others', async () => {
  const hash = coordinator.code(CODE);
  await coordinator.close();
  const code = cache();
  const leave = new AbortController();
  const [left, stayed] = [code.folderOf(hash, leave.signal), code.folderOf(hash, never)];
  leave.abort();
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  await coordinator.restart();
  expect(existsSync(await stayed)).toBe(true);
});

test('closing gives up what is fetched', async () => {
  const hash = coordinator.code(CODE);
  await coordinator.close();
  const code = cache();
  const waiting = expect(code.folderOf(hash, never)).rejects.toMatchObject({ code: 'cancelled' });
  await code.close();
  await waiting;
  await coordinator.restart();
});

test('code that nobody has used for long is removed when other code comes', async () => {
  const [old, used, hash] = ['old', 'used', 'new'].map((text) => coordinator.code(Buffer.from(text)));
  for (const known of [old!, used!]) {
    await cache().folderOf(known, never);
    await utimes(join(folder, known), 0, 0);
  }
  await cache().folderOf(used!, never);
  await cache().folderOf(hash!, never);
  await vi.waitFor(async () => expect((await readdir(folder)).sort()).toEqual([hash!, used!].sort()));
});
