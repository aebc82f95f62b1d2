import { resolve } from 'node:path';
import envPaths from 'env-paths';

export interface CacheOptions {
  /** Folder that keeps what was fetched. Default: GRIDSWEEP_CACHE_DIR, else the user's cache folder. */
  readonly cacheDir?: string | undefined;
}

/** Where what is fetched once (data sets, TensorFlow) is kept. */
export function cacheFolder(options: CacheOptions = {}): string {
  const named = options.cacheDir ?? process.env['GRIDSWEEP_CACHE_DIR'];
  return named === undefined || named === '' ? envPaths('gridsweep', { suffix: '' }).cache : resolve(named);
}

/** What a person can do where the cache folder's disk is full. */
export const MORE_CACHE_SPACE = 'Free some space, or name another folder with GRIDSWEEP_CACHE_DIR.';
