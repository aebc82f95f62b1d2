import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { CIFAR10 } from './edition.ts';

export interface DatasetOptions {
  /** Folder that keeps the data set. Default: GRIDSWEEP_CACHE_DIR, else the user's cache folder. */
  readonly cacheDir?: string | undefined;
}

export function cacheFolder(options: DatasetOptions = {}): string {
  const named = options.cacheDir ?? process.env['GRIDSWEEP_CACHE_DIR'];
  return named === undefined || named === '' ? envPaths('gridsweep', { suffix: '' }).cache : resolve(named);
}

/** Where the data set lies once it is there. A file of this name was verified before it got the name. */
export function datasetPath(options: DatasetOptions = {}): string {
  return join(cacheFolder(options), CIFAR10.fileName);
}
