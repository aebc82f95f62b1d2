// Checks proto/, the wire: that it is well formed, and that whoever speaks it as it was when the baseline was taken still can:
// `node tools/wire.js [folder with buf.yaml]`. With --baseline the wire as it is becomes the baseline: on purpose only, in the
// commit that cuts the old one off.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './packages.js';

/** buf is 93 MB, so it is fetched by the check that needs it and not installed with the project. */
const BUF = '@bufbuild/buf@1.75.0';
const BASELINE = join(ROOT, 'tools/wire-baseline.binpb');

const { values, positionals } = parseArgs({ options: { baseline: { type: 'boolean' } }, allowPositionals: true });
const [folder = ROOT] = positionals;

const calls = values.baseline
  ? [['build', '--exclude-source-info', '-o', BASELINE]]
  : [['lint'], ['breaking', '--against', BASELINE]];
for (const args of calls) {
  const { status } = spawnSync('npx', ['--yes', BUF, ...args], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) continue;
  if (args[0] === 'breaking')
    console.error('The wire is not what it was. If it must change: npm run generate:baseline');
  process.exitCode = 1;
}
