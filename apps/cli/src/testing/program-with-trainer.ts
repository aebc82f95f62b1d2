import { copyFile, cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleTrainer, ROOT } from './bundle-trainer.ts';

/** A copy of the packed program whose trainer trains nothing, but says what it sees. @returns the file to run */
export async function makeProgramWithTrainer(parent: string): Promise<string> {
  const folder = join(parent, 'program');
  const dist = join(folder, 'dist');
  await mkdir(dist, { recursive: true });
  await cp(join(ROOT, 'dist'), dist, { recursive: true, filter: (path) => !path.endsWith('.map') });
  await bundleTrainer('seeing-trainer', join(dist, 'trainer.js'));
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'proto']) await symlink(join(ROOT, name), join(folder, name));
  return join(dist, 'gridsweep.js');
}
