import { copyFile, cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const TRAINER = fileURLToPath(new URL('./seeing-trainer.ts', import.meta.url));

/** A copy of the packed program whose trainer trains nothing, but says what it sees. @returns the file to run */
export async function makeProgramWithTrainer(parent: string): Promise<string> {
  const folder = join(parent, 'program');
  const dist = join(folder, 'dist');
  await mkdir(dist, { recursive: true });
  await cp(join(ROOT, 'dist'), dist, { recursive: true, filter: (path) => !path.endsWith('.map') });
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object };
  await build({
    entryPoints: [TRAINER],
    outfile: join(dist, 'trainer.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: Object.keys(dependencies),
    logLevel: 'silent',
  });
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'proto']) await symlink(join(ROOT, name), join(folder, name));
  return join(dist, 'gridsweep.js');
}
