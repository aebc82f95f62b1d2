import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Dataset } from '../../libs/cifar10/src/dataset.ts';

/** One byte of label, then 3 × 32 × 32 bytes: CIFAR-10's binary record. */
const RECORD_BYTES = 3073;
const IMAGES = 8192;

export interface DataFile {
  readonly path: string;
  /** What the images are, for the provenance. */
  readonly description: string;
  /** Removes the file if it was made. */
  release(): Promise<void>;
}

/**
 * Images that all contenders read: real ones where the cache has CIFAR-10, else patterns by class with noise. It matters, for the
 * sparsity of the gradients, and with it the speed, is what the network has learned from them.
 */
export async function openDataFile(): Promise<DataFile> {
  const cache = process.env['GRIDSWEEP_CACHE_DIR'] ?? envPaths('gridsweep', { suffix: '' }).cache;
  const real = join(cache, 'cifar10.bin');
  if (existsSync(real)) return { path: real, description: 'CIFAR-10', release: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-bench-'));
  const path = join(folder, 'synthetic.bin');
  await writeFile(path, syntheticRecords());
  return {
    path,
    description: 'synthetic (class patterns with noise)',
    release: () => rm(folder, { recursive: true }),
  };
}

/** The file's first 8,192 records, as both splits. */
export async function readDataFile(path: string): Promise<Dataset> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(IMAGES * RECORD_BYTES));
  await file.close();
  const images = new Uint8Array(new SharedArrayBuffer(IMAGES * 3072));
  const labels = new Uint8Array(IMAGES);
  for (let image = 0; image < IMAGES; image++) {
    const record = buffer.subarray(image * RECORD_BYTES, (image + 1) * RECORD_BYTES);
    labels[image] = record[0]!;
    images.set(record.subarray(1), image * 3072);
  }
  const split = { count: IMAGES, images, labels };
  return { train: split, test: split };
}

function syntheticRecords(): Uint8Array {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  const patterns = Uint8Array.from({ length: 10 * 192 }, random);
  const records = new Uint8Array(IMAGES * RECORD_BYTES);
  for (let image = 0; image < IMAGES; image++) {
    const label = image % 10;
    records[image * RECORD_BYTES] = label;
    for (let at = 0; at < 3072; at++) {
      const square = (at >> 10) * 64 + ((at >> 7) & 7) * 8 + ((at >> 2) & 7);
      records[image * RECORD_BYTES + 1 + at] = (patterns[label * 192 + square] >> 1) + (random() >> 1);
    }
  }
  return records;
}
