// The whole gate: format, lint, types, module boundaries (part of lint), unused code, wire format, generated code.
// Every step runs, so that one call shows all that is wrong.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** buf is 93 MB, so it is fetched by the gate that needs it and not installed with the project. */
const BUF = '@bufbuild/buf@1.75.0';

const STEPS = {
  format: 'prettier --check --log-level warn .',
  'lint and types of packages': 'nx run-many --targets lint,typecheck --parallel 2 --output-style stream',
  'lint of the rest': 'eslint *.ts *.js bin tools',
  'types of the rest': 'tsc --project tools/tsconfig.json',
  'unused code': 'knip',
  'wire format': `npx --yes ${BUF} lint`,
  'generated code': 'node tools/generate.js --check',
};

const failed = Object.entries(STEPS).filter(([name, command]) => {
  const started = performance.now();
  const { status } = spawnSync(command, {
    cwd: ROOT,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PATH: `${join(ROOT, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
      // A daemon would outlive the gate.
      NX_DAEMON: 'false',
      NX_TUI: 'false',
    },
  });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return status !== 0;
});

if (failed.length > 0) {
  console.error(`verify: ${failed.map(([name]) => name).join(', ')} failed`);
  process.exitCode = 1;
}
