import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importEdition } from './import.ts';
import { makeSmallEdition, type SmallEdition } from './small-edition.fixture.ts';
import { openEdition, receiveEdition, type DatasetFile } from './transfer.ts';

let small: SmallEdition;
let file: DatasetFile;
let caches = 0;

beforeAll(async () => {
  small = await makeSmallEdition();
  file = await openEdition(small.edition, await importEdition(small.edition, small.unpacked, { cacheDir: fresh() }));
});
afterAll(() => small.remove());

test('what one machine sends another receives', async () => {
  const path = await receiveEdition(small.edition, file.header, file.chunks(), { cacheDir: fresh() });
  expect((await readFile(path)).equals(small.bytes)).toBe(true);
});

test('a file that is there already is not received again', async () => {
  const cacheDir = fresh();
  await receiveEdition(small.edition, file.header, file.chunks(), { cacheDir });
  const path = await receiveEdition(small.edition, file.header, broken(), { cacheDir });
  expect((await readFile(path)).equals(small.bytes)).toBe(true);
});

test.each([{ name: 'other' }, { sizeBytes: 5 }, { sha256: '0'.repeat(64) }])(
  'a header with %o is refused before anything is read',
  async (change) => {
    const receiving = receiveEdition(small.edition, { ...file.header, ...change }, broken(), { cacheDir: fresh() });
    await expect(receiving).rejects.toThrow(/accepts only small \(368760 bytes, sha256 [0-9a-f]{64}\)/);
  },
);

test.each<[string, () => Iterable<Uint8Array>, RegExp]>([
  ['too few bytes', () => [small.bytes.subarray(0, 9_000)], /ended after 9000 of 368760 bytes/],
  ['too many bytes', () => [small.bytes, Buffer.alloc(1)], /more than the 368760 bytes/],
  ['other bytes', () => [Buffer.alloc(small.bytes.length)], /is damaged or is not CIFAR-10/],
])('a sender of %s leaves the cache folder empty', async (_, chunks, message) => {
  const cacheDir = fresh();
  const receiving = receiveEdition(small.edition, file.header, toAsync(chunks()), { cacheDir });
  await expect(receiving).rejects.toMatchObject({ code: 'data' });
  await expect(receiving).rejects.toThrow(message);
  expect(await readdir(cacheDir)).toEqual([]);
});

test('a sender that breaks off leaves the cache folder empty', async () => {
  const cacheDir = fresh();
  const receiving = receiveEdition(small.edition, file.header, broken(), { cacheDir });
  await expect(receiving).rejects.toMatchObject({ code: 'unavailable' });
  expect(await readdir(cacheDir)).toEqual([]);
});

async function* broken(): AsyncGenerator<Uint8Array> {
  yield* toAsync([small.bytes.subarray(0, 9_000)]);
  throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}

async function* toAsync(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

function fresh(): string {
  caches += 1;
  return join(small.folder, `cache-${caches}`);
}
