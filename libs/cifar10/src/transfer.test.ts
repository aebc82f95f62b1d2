import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importEdition } from './import.ts';
import { makeSmallEdition, type SmallEdition } from './small-edition.fixture.ts';
import { openEdition, receiveDataset, receiveEdition, type DatasetChunk, type DatasetFile } from './transfer.ts';

let small: SmallEdition;
let file: DatasetFile;
let caches = 0;

beforeAll(async () => {
  small = await makeSmallEdition();
  file = await openEdition(small.edition, await importEdition(small.edition, small.unpacked, { cacheDir: fresh() }));
});
afterAll(() => small.remove());

test('what one machine sends another receives', async () => {
  const path = await receiveEdition(small.edition, file.chunks(), { cacheDir: fresh() });
  expect((await readFile(path)).equals(small.bytes)).toBe(true);
});

test('a file of several MiB goes in pieces of one, each saying what the whole is', async () => {
  const large = await makeSmallEdition(200);
  try {
    const { edition, bytes, unpacked } = large;
    const opened = await openEdition(edition, await importEdition(edition, unpacked, { cacheDir: fresh() }));
    const chunks: DatasetChunk[] = [];
    for await (const each of opened.chunks()) chunks.push(each);
    expect(chunks.map(({ bytes }) => bytes.length)).toEqual([2 ** 20, 2 ** 20, 2 ** 20, bytes.length - 3 * 2 ** 20]);
    expect(chunks.map(({ offset }) => offset)).toEqual([0, 1, 2, 3].map((at) => at * 2 ** 20));
    for (const { totalBytes, sha256 } of chunks) {
      expect([totalBytes, sha256]).toEqual([bytes.length, edition.sha256]);
    }
    // The pieces stay what they were when later ones have been read.
    expect(Buffer.concat(chunks.map(({ bytes }) => bytes)).equals(bytes)).toBe(true);
  } finally {
    await large.remove();
  }
});

test('a file that is there already is not received again', async () => {
  const cacheDir = fresh();
  await receiveEdition(small.edition, file.chunks(), { cacheDir });
  const path = await receiveEdition(small.edition, broken(), { cacheDir });
  expect((await readFile(path)).equals(small.bytes)).toBe(true);
});

test('another data set is refused before anything is asked of the sender', async () => {
  const receiving = receiveDataset('other', broken(), { cacheDir: fresh() });
  await expect(receiving).rejects.toMatchObject({
    code: 'data',
    message: expect.stringContaining('"other"') as string,
  });
});

test.each<[string, () => DatasetChunk[], RegExp]>([
  [
    'another size',
    () => [{ ...chunk(0, 9_000), totalBytes: 5 }],
    /accepts only small: 368760 bytes, sha256 [0-9a-f]{64}/,
  ],
  ['another hash', () => [{ ...chunk(0, 9_000), sha256: '0'.repeat(64) }], /accepts only small/],
  [
    'another hash midway',
    () => [chunk(0, 9_000), { ...chunk(9_000), sha256: '0'.repeat(64) }],
    /with sha256 0{64}, but .* accepts only small/,
  ],
  ['too few bytes', () => [chunk(0, 9_000)], /ended after 9000 of 368760 bytes/],
  ['too many bytes', () => [chunk(), { ...chunk(), offset: 368_760 }], /more than the 368760 bytes/],
  ['a piece twice', () => [chunk(0, 9_000), chunk(0, 9_000)], /sent byte 0 .* after 9000 bytes/],
  ['a gap', () => [chunk(0, 9_000), chunk(9_001)], /sent byte 9001 .* after 9000 bytes/],
  ['other bytes', () => [{ ...chunk(), bytes: Buffer.alloc(small.bytes.length) }], /is damaged or is not CIFAR-10/],
])('a sender of %s leaves the cache folder empty', async (_, chunks, message) => {
  const cacheDir = fresh();
  const receiving = receiveEdition(small.edition, toAsync(chunks()), { cacheDir });
  await expect(receiving).rejects.toMatchObject({ code: 'data' });
  await expect(receiving).rejects.toThrow(message);
  expect(await readdir(cacheDir)).toEqual([]);
});

test('a sender that breaks off leaves the cache folder empty', async () => {
  const cacheDir = fresh();
  const receiving = receiveEdition(small.edition, broken(), { cacheDir });
  await expect(receiving).rejects.toMatchObject({ code: 'unavailable' });
  expect(await readdir(cacheDir)).toEqual([]);
});

function chunk(from = 0, to = small.bytes.length): DatasetChunk {
  const bytes = small.bytes.subarray(from, to);
  return { totalBytes: small.bytes.length, sha256: small.edition.sha256, offset: from, bytes };
}

async function* broken(): AsyncGenerator<DatasetChunk> {
  yield* toAsync([chunk(0, 9_000)]);
  throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}

async function* toAsync(chunks: Iterable<DatasetChunk>): AsyncGenerator<DatasetChunk> {
  for (const each of chunks) yield await Promise.resolve(each);
}

function fresh(): string {
  caches += 1;
  return join(small.folder, `cache-${caches}`);
}
