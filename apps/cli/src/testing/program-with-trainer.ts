import { copyFile, cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** Trains nothing, but says which GPU it sees. */
const TRAINER = join(ROOT, 'apps/agent/src/testing/small-trainer.js');

/** A copy of the packed program whose trainer is another. @returns the file to run */
export async function makeProgramWithTrainer(parent: string): Promise<string> {
  const folder = join(parent, 'program');
  const dist = join(folder, 'dist');
  await mkdir(dist, { recursive: true });
  await cp(join(ROOT, 'dist'), dist, { recursive: true, filter: (path) => !path.endsWith('.map') });
  await copyFile(TRAINER, join(dist, 'trainer.js'));
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'proto']) await symlink(join(ROOT, name), join(folder, name));
  return join(dist, 'gridsweep.js');
}
