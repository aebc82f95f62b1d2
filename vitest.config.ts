import { defineConfig } from 'vitest/config';
import { packages } from './tools/packages.js';

export default defineConfig({
  test: {
    // Two cores: a test file more at once only makes each slower.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: packages().map(({ name, folder }) => ({
      extends: true,
      test: { name, include: [`${folder}/**/*.test.ts`], globalSetup: './tools/build-once.ts' },
    })),
  },
});
