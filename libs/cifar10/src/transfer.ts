import { open, type FileHandle } from 'node:fs/promises';
import { cacheFolder, type CacheOptions } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { CIFAR10, datasetPath, fileBytes, type Edition } from './edition.ts';
import { publish } from './publish.ts';
import type { OnDatasetProgress } from './report.ts';
import { verifyRecords } from './verify.ts';

const CHUNK_BYTES = 2 ** 20;

/** A piece of a data set's file. Each says what the whole is, so that none needs another to be understood. */
export interface DatasetChunk {
  readonly totalBytes: number;
  /** SHA-256 of the whole, lower-case hexadecimal. */
  readonly sha256: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A verified data set, to be sent to another machine. */
export interface DatasetFile {
  readonly name: string;
  /** The file in order, in pieces of at most 1 MiB, read as they are taken. May be called again. */
  chunks(signal?: AbortSignal): AsyncIterable<DatasetChunk>;
}

/**
 * The cached data set.
 * @throws GridsweepError 'data' if it is not in the cache folder or is damaged.
 */
export async function openDatasetFile(options: CacheOptions = {}): Promise<DatasetFile> {
  return openEdition(CIFAR10, datasetPath(options));
}

export async function openEdition(edition: Edition, path: string): Promise<DatasetFile> {
  const { bytes: totalBytes, sha256 } = await verifyRecords(path, edition);
  return {
    name: edition.name,
    async *chunks(signal) {
      const file = await open(path);
      try {
        for (let offset = 0; offset < totalBytes;) {
          signal?.throwIfAborted();
          // A buffer of its own: whoever sends it may keep it.
          const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, offset);
          if (bytesRead === 0) throw new GridsweepError('data', `${path} ends after ${offset} of ${totalBytes} bytes.`);
          yield { totalBytes, sha256, offset, bytes: buffer.subarray(0, bytesRead) };
          offset += bytesRead;
        }
      } finally {
        await file.close();
      }
    },
  };
}

/**
 * Puts a data set that another machine sends into the cache folder. It gets its place only once all of it has come and it
 * has the hash pinned in this program.
 * @param name of the data set that was asked for.
 * @returns the path of the verified file.
 * @throws GridsweepError 'data' if what comes is not CIFAR-10 as this program knows it, whole and in order.
 */
export async function receiveDataset(
  name: string,
  chunks: AsyncIterable<DatasetChunk>,
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<string> {
  if (name !== CIFAR10.name) {
    throw new GridsweepError('data', `There is no data set "${name}"; this program has ${CIFAR10.name}.`);
  }
  return receiveEdition(CIFAR10, chunks, options, onProgress, signal);
}

export async function receiveEdition(
  edition: Edition,
  chunks: AsyncIterable<DatasetChunk>,
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<string> {
  return publish({
    folder: cacheFolder(options),
    edition,
    scratchBytes: 0,
    onProgress,
    signal,
    write: (file) => writeChunks(edition, chunks, file, onProgress, signal),
  });
}

async function writeChunks(
  edition: Edition,
  chunks: AsyncIterable<DatasetChunk>,
  file: FileHandle,
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<void> {
  const total = fileBytes(edition);
  let written = 0;
  for await (const { totalBytes, sha256, offset, bytes } of chunks) {
    signal?.throwIfAborted();
    if (totalBytes !== total || sha256 !== edition.sha256) {
      throw new GridsweepError(
        'data',
        `The sender offers a data set of ${totalBytes} bytes with sha256 ${sha256}, but this program accepts only ` +
          `${edition.name}: ${total} bytes, sha256 ${edition.sha256}.`,
      );
    }
    if (offset !== written) {
      throw new GridsweepError('data', `The sender sent byte ${offset} of the data set after ${written} bytes.`);
    }
    written += bytes.length;
    if (written > total) {
      throw new GridsweepError('data', `The sender sent more than the ${total} bytes it announced.`);
    }
    await file.writeFile(bytes);
    onProgress?.({ phase: 'copying', bytes: written, total });
  }
  if (written < total) {
    throw new GridsweepError('data', `The data set's transfer ended after ${written} of ${total} bytes. Try again.`);
  }
}
