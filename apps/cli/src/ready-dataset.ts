import { stat } from 'node:fs/promises';
import { datasetFromFolder, datasetPath, fetchDataset, loadDataset, type Dataset } from '@gridsweep/cifar10';
import type { Context } from './context.ts';
import { showDatasetProgress } from './progress/dataset.ts';

/** Makes sure that CIFAR-10 is in the cache, showing what is fetched. @returns its path. */
export async function cachedDataset({ terminal, interrupt }: Context): Promise<string> {
  const path = datasetPath();
  // A file of this name was verified before it got the name, and is again when it is loaded.
  if (await exists(path)) return path;
  const display = showDatasetProgress(terminal.err);
  try {
    return await fetchDataset({}, display.onProgress, interrupt);
  } finally {
    display.end();
  }
}

/** CIFAR-10 in memory: from a folder if one is given, else from the cache. */
export async function readyDataset(context: Context, folder: string | undefined): Promise<Dataset> {
  if (folder !== undefined) return datasetFromFolder(folder);
  await cachedDataset(context);
  return loadDataset();
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
