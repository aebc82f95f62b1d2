import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { BATCHES, RECORD_BYTES, batchBytes, fileBytes, type Edition } from './edition.ts';
import { OTHER_WAYS, fileFailure } from './report.ts';

/** Names of the official archive's files, in the order of our own file. */
export const BATCH_FILES = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`).concat('test_batch.bin');
const OFFICIAL_FOLDER = 'cifar-10-batches-bin';
const RECORDS_A_READ = 1_000;

/**
 * The files that hold a data set's records in order: `path` itself, or in it our own file, or the six of the official
 * archive, there or one folder down.
 * @throws GridsweepError 'data' if there are none, or their sizes are wrong.
 */
export async function findRecordFiles(path: string, edition: Edition): Promise<string[]> {
  const names = await namesIn(path);
  if (names === 'file') return checkSizes([path], [fileBytes(edition)]);
  if (names.includes(edition.fileName)) return checkSizes([join(path, edition.fileName)], [fileBytes(edition)]);
  if (BATCH_FILES.some((name) => names.includes(name))) {
    const missing = BATCH_FILES.filter((name) => !names.includes(name));
    if (missing.length > 0) throw new GridsweepError('data', `${path} lacks ${missing.join(', ')} of CIFAR-10.`);
    const files = BATCH_FILES.map((name) => join(path, name));
    return checkSizes(
      files,
      files.map(() => batchBytes(edition)),
    );
  }
  if (names.includes(OFFICIAL_FOLDER)) return findRecordFiles(join(path, OFFICIAL_FOLDER), edition);
  throw new GridsweepError(
    'data',
    `${path} holds no CIFAR-10: expected ${edition.fileName}, or ${BATCH_FILES[0]} to ${BATCH_FILES[BATCHES - 1]}.`,
  );
}

/** Whole records of the files, one after the other. Each chunk is overwritten by the next. */
export async function* readRecords(files: readonly string[], signal?: AbortSignal): AsyncGenerator<Buffer> {
  const chunk = Buffer.allocUnsafe(RECORDS_A_READ * RECORD_BYTES);
  for (const path of files) {
    const file = await open(path).catch((thrown: unknown) => Promise.reject(fileFailure(thrown, 'read', path)));
    try {
      for (;;) {
        signal?.throwIfAborted();
        const bytes = await fill(chunk, file);
        if (bytes === 0) break;
        if (bytes % RECORD_BYTES !== 0) throw new GridsweepError('data', `${path} ends in the middle of an image.`);
        yield chunk.subarray(0, bytes);
      }
    } catch (thrown) {
      throw fileFailure(thrown, 'read', path);
    } finally {
      await file.close();
    }
  }
}

/** A read may return less than was asked for before the end of the file. */
async function fill(chunk: Buffer, file: { read: FileRead }): Promise<number> {
  let filled = 0;
  while (filled < chunk.length) {
    const { bytesRead } = await file.read(chunk, filled, chunk.length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
type FileRead = (buffer: Buffer, offset: number, length: number, position: null) => Promise<{ bytesRead: number }>;

async function namesIn(path: string): Promise<string[] | 'file'> {
  try {
    return (await stat(path)).isDirectory() ? await readdir(path) : 'file';
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new GridsweepError('data', `There is no CIFAR-10 at ${path}. ${OTHER_WAYS}`, { cause: thrown });
    }
    throw fileFailure(thrown, 'read', path);
  }
}

async function checkSizes(files: string[], sizes: number[]): Promise<string[]> {
  for (const [at, path] of files.entries()) {
    const { size } = await stat(path);
    if (size !== sizes[at]) {
      throw new GridsweepError(
        'data',
        `${path} has ${size} bytes, but ${basename(path)} of CIFAR-10 has ${sizes[at]}: it is damaged or another file.`,
      );
    }
  }
  return files;
}
