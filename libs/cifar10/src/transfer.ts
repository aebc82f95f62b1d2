import { createReadStream } from 'node:fs';
import { cacheFolder, type CacheOptions } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { datasetPath } from './cache.ts';
import { CIFAR10, fileBytes, type Edition } from './edition.ts';
import type { OnDatasetProgress } from './progress.ts';
import { publish } from './publish.ts';
import { verifyRecords } from './verify.ts';

const CHUNK_BYTES = 256 * 1024;

/** What stands before a data set's bytes on the wire. */
export interface DatasetHeader {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface DatasetFile {
  readonly header: DatasetHeader;
  /** The file's bytes in pieces of at most 256 KiB, read as they are taken. May be called again. */
  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/**
 * The cached data set, to be sent to another machine.
 * @throws GridsweepError 'data' if it is not in the cache folder or is damaged.
 */
export async function openDatasetFile(options: CacheOptions = {}): Promise<DatasetFile> {
  return openEdition(CIFAR10, datasetPath(options));
}

export async function openEdition(edition: Edition, path: string): Promise<DatasetFile> {
  const { bytes, sha256 } = await verifyRecords(path, edition);
  return {
    header: { name: edition.name, sizeBytes: bytes, sha256 },
    chunks: (signal) => createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(signal && { signal }) }),
  };
}

/**
 * Puts a data set that another machine sends into the cache folder. It gets its place only once all of it has come and it
 * has the hash pinned in this program.
 * @returns the path of the verified file.
 * @throws GridsweepError 'data' if the header is not CIFAR-10's or the bytes are not what the header says.
 */
export async function receiveDataset(
  header: DatasetHeader,
  chunks: AsyncIterable<Uint8Array>,
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<string> {
  return receiveEdition(CIFAR10, header, chunks, options, onProgress, signal);
}

export async function receiveEdition(
  edition: Edition,
  header: DatasetHeader,
  chunks: AsyncIterable<Uint8Array>,
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<string> {
  const total = fileBytes(edition);
  if (header.name !== edition.name || header.sizeBytes !== total || header.sha256 !== edition.sha256) {
    throw new GridsweepError(
      'data',
      `The sender offers the data set ${header.name} (${header.sizeBytes} bytes, sha256 ${header.sha256}), but this program ` +
        `accepts only ${edition.name} (${total} bytes, sha256 ${edition.sha256}).`,
    );
  }
  return publish({
    folder: cacheFolder(options),
    edition,
    scratchBytes: 0,
    onProgress,
    signal,
    write: async (file) => {
      let bytes = 0;
      for await (const chunk of chunks) {
        signal?.throwIfAborted();
        bytes += chunk.length;
        if (bytes > total)
          throw new GridsweepError('data', `The sender sent more than the ${total} bytes it announced.`);
        await file.writeFile(chunk);
        onProgress?.({ phase: 'copying', bytes, total });
      }
      if (bytes < total) {
        throw new GridsweepError('data', `The data set's transfer ended after ${bytes} of ${total} bytes. Try again.`);
      }
    },
  });
}
