import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The trainer process that knows the workloads of the tests, bundled as the program is, so that it starts as fast. */
export const TRAINER_PATH = await bundled('trainer', 'trainer-worker');

/** Bundles programs of this folder. A file is replaced only if it has changed, at once: another test may be starting it. */
async function bundled(...names: readonly string[]): Promise<string> {
  const outdir = fileURLToPath(new URL('../../dist/test-trainer/', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: names.map((name) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))),
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['yaml', 'zod'],
    write: false,
  });
  for (const { path, contents } of outputFiles) {
    const present = await readFile(path).catch(() => null);
    if (present?.equals(contents)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.${process.pid}`, contents);
    await rename(`${path}.${process.pid}`, path);
  }
  return join(outdir, `${names[0]}.js`);
}
