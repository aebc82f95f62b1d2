// Runs the tests on other versions of Node: `npm run test:node -- 22 24 [-- vitest arguments]`.
// The versions come from the npm registry as the packages node-<platform>-<arch>, into npm's own cache.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const separator = process.argv.indexOf('--');
const versions = process.argv.slice(2, separator < 0 ? undefined : separator);
const rest = separator < 0 ? [] : process.argv.slice(separator + 1);
if (versions.length === 0 || !versions.every((version) => /^\d+(\.\d+){0,2}$/.test(version))) {
  console.error('usage: npm run test:node -- 22 24 [-- vitest arguments]');
  process.exit(2);
}

const platform = process.platform === 'win32' ? 'win' : process.platform;
for (const version of versions) {
  const name = `node-${platform}-${process.arch}`;
  const folder = mkdtempSync(join(tmpdir(), 'gridsweep-node-'));
  try {
    const install = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`];
    run('npm', install);
    const bin = join(folder, 'node_modules', name, 'bin');
    console.log(`Node ${version}:`);
    // First in PATH too: child processes and `npx` then run on it as well.
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    run(join(bin, 'node'), ['node_modules/vitest/vitest.mjs', 'run', ...rest], env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env });
  if (status === 0) return;
  console.error(error?.message ?? `${command} ended with ${status}`);
  process.exitCode = 1;
}
