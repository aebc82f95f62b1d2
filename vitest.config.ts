import { defineConfig } from 'vitest/config';

const PACKAGES = [
  'libs/sweep',
  'libs/devices',
  'libs/cifar10',
  'libs/tensorflow',
  'libs/lenet',
  'libs/results',
  'libs/protocol',
  'apps/coordinator',
  'apps/agent',
  'apps/cli',
  'tools',
];

export default defineConfig({
  test: {
    globalSetup: './tools/build-once.ts',
    // Two cores: a test file more at once only makes each slower.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: PACKAGES.map((folder) => ({
      extends: true,
      test: { name: folder.split('/').at(-1)!, include: [`${folder}/**/*.test.ts`] },
    })),
  },
});
