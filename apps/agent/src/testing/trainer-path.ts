import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('./trainer.ts', import.meta.url));

/** The trainer process that knows the workloads of the tests, bundled as the program is, so that it starts as fast. */
export const TRAINER_PATH = fileURLToPath(new URL('../../dist/test-trainer/trainer.js', import.meta.url));

const { outputFiles } = await build({
  entryPoints: [SOURCE],
  outfile: TRAINER_PATH,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['yaml', 'zod'],
  write: false,
});
const [{ contents }] = outputFiles as [(typeof outputFiles)[number]];
// Another test may be starting it: it is replaced only if it has changed, and at once.
if (!(await readFile(TRAINER_PATH).catch(() => null))?.equals(contents)) {
  await mkdir(dirname(TRAINER_PATH), { recursive: true });
  await writeFile(`${TRAINER_PATH}.${process.pid}`, contents);
  await rename(`${TRAINER_PATH}.${process.pid}`, TRAINER_PATH);
}
