import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { afterEach, expect, test, vi } from 'vitest';
import { datasetPath } from './edition.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test("the data set lies in the option's folder, else the environment's, else the user's cache", () => {
  vi.stubEnv('GRIDSWEEP_CACHE_DIR', 'from-environment');
  expect(datasetPath({ cacheDir: 'from-option' })).toBe(resolve('from-option', 'cifar10.bin'));
  expect(datasetPath()).toBe(resolve('from-environment', 'cifar10.bin'));
  vi.stubEnv('GRIDSWEEP_CACHE_DIR', '');
  expect(datasetPath()).toBe(join(envPaths('gridsweep', { suffix: '' }).cache, 'cifar10.bin'));
});
