// Runs the tests that need an NVIDIA GPU, "[gpu]" in their names: `npm run test:gpu`. Elsewhere they are skipped.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['vitest', 'run', '--testNamePattern', '\\[gpu\\]', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, GRIDSWEEP_TEST_GPU: '1' },
});
process.exitCode = status ?? 1;
