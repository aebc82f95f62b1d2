import { join } from 'node:path';
import { cacheFolder, type CacheOptions } from '@gridsweep/devices';
import { CIFAR10 } from './edition.ts';

/** Where the data set lies once it is there. A file of this name was verified before it got the name. */
export function datasetPath(options: CacheOptions = {}): string {
  return join(cacheFolder(options), CIFAR10.fileName);
}
