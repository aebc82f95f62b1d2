import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { CacheOptions } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { CIFAR10, datasetPath, type Edition, fileBytes, IMAGE_BYTES, RECORD_BYTES } from './edition.ts';
import { type Dataset, datasetFromShared } from './dataset.ts';
import { OTHER_WAYS } from './report.ts';
import { findRecordFiles, readRecords } from './records.ts';

/**
 * CIFAR-10 from the cache folder, in memory that threads can share (`sharedBufferOf`). Every byte is checked against the
 * pinned hash on the way.
 * @throws GridsweepError 'data' if the data set is not there or is damaged.
 */
export async function loadDataset(options: CacheOptions = {}): Promise<Dataset> {
  const path = datasetPath(options);
  if (!(await exists(path))) {
    throw new GridsweepError('data', `CIFAR-10 is not at ${path}. Run \`gridsweep dataset fetch\`. ${OTHER_WAYS}`);
  }
  return loadRecords(path, CIFAR10);
}

/**
 * CIFAR-10 from a folder that holds our cifar10.bin, or data_batch_1.bin to data_batch_5.bin and test_batch.bin. Nothing is
 * written there or kept.
 * @throws GridsweepError 'data' if it is not there or not CIFAR-10.
 */
export async function datasetFromFolder(folder: string): Promise<Dataset> {
  return loadRecords(folder, CIFAR10);
}

export async function loadRecords(path: string, edition: Edition): Promise<Dataset> {
  const files = await findRecordFiles(path, edition);
  const buffer = new SharedArrayBuffer(fileBytes(edition));
  const bytes = new Uint8Array(buffer);
  const labels = (buffer.byteLength / RECORD_BYTES) * IMAGE_BYTES;
  const hash = createHash('sha256');
  let record = 0;
  for await (const chunk of readRecords(files)) {
    hash.update(chunk);
    for (let at = 0; at < chunk.length; at += RECORD_BYTES, record += 1) {
      bytes[labels + record] = chunk[at];
      bytes.set(chunk.subarray(at + 1, at + RECORD_BYTES), record * IMAGE_BYTES);
    }
  }
  if (hash.digest('hex') !== edition.sha256) {
    throw new GridsweepError(
      'data',
      `${path} is damaged or is not CIFAR-10. Run \`gridsweep dataset fetch\`. ${OTHER_WAYS}`,
    );
  }
  return datasetFromShared(buffer, edition);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
