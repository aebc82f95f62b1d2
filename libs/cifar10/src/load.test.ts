import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IMAGE_BYTES, RECORD_BYTES } from './edition.ts';
import { fetchDataset } from './fetch.ts';
import { loadDataset, loadRecords } from './load.ts';
import { datasetFromShared, sharedBufferOf } from './dataset.ts';
import { makeSmallEdition, type SmallEdition } from './small-edition.fixture.ts';

let small: SmallEdition;

beforeAll(async () => {
  small = await makeSmallEdition();
});
afterAll(() => small.remove());

test('CIFAR-10 begins with a frog, two trucks and a deer, and its test set with a cat [network]', async () => {
  await fetchDataset();
  const { train, test } = await loadDataset();
  expect([train.count, test.count]).toEqual([50_000, 10_000]);
  expect([...train.labels.subarray(0, 4)]).toEqual([6, 9, 9, 4]);
  expect([...test.labels.subarray(0, 4)]).toEqual([3, 8, 8, 0]);
  // Top left pixel of the first training image: red, green, blue.
  expect([train.images[0], train.images[1_024], train.images[2_048]]).toEqual([59, 62, 63]);
}, 300_000);

test('every image and label is where its record says', async () => {
  const { train, test } = await loadRecords(small.unpacked, small.edition);
  for (let record = 0; record < train.count + test.count; record += 1) {
    const [split, at] = record < train.count ? [train, record] : [test, record - train.count];
    const expected = small.bytes.subarray(record * RECORD_BYTES, (record + 1) * RECORD_BYTES);
    expect(split.labels[at]).toBe(expected[0]);
    const image = split.images.subarray(at * IMAGE_BYTES, (at + 1) * IMAGE_BYTES);
    expect(Buffer.compare(image, expected.subarray(1))).toBe(0);
  }
});

test('a worker thread sees the same memory', async () => {
  const dataset = await loadRecords(small.unpacked, small.edition);
  const buffer = sharedBufferOf(dataset);
  const source = `const { parentPort, workerData } = require('node:worker_threads');
    new Uint8Array(workerData)[0] ^= 255;
    parentPort.postMessage('changed');`;
  const before = dataset.train.images[0];
  const worker = new Worker(source, { eval: true, workerData: buffer });
  const exit = once(worker, 'exit');
  await once(worker, 'message');
  await exit;
  expect(dataset.train.images[0]).toBe(before ^ 255);
  expect(datasetFromShared(buffer, small.edition)).toEqual(dataset);
});

test('memory of another size is not a data set', () => {
  expect(() => datasetFromShared(new SharedArrayBuffer(9))).toThrow(/must have 184380000 bytes, but this buffer has 9/);
});

test('a missing data set says what to do', async () => {
  const loading = loadDataset({ cacheDir: join(small.folder, 'empty') });
  await expect(loading).rejects.toMatchObject({ code: 'data' });
  await expect(loading).rejects.toThrow(/is not at .*cifar10\.bin\. Run `gridsweep dataset fetch`\. .*--data FOLDER/);
});

test('a damaged data set is never used', async () => {
  const path = join(small.folder, 'small.bin');
  const bytes = Buffer.from(small.bytes);
  bytes[7] ^= 1;
  await writeFile(path, bytes);
  await expect(loadRecords(path, small.edition)).rejects.toThrow(/is damaged or is not CIFAR-10/);
});
