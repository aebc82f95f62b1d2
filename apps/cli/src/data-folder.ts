import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/** A folder of gridsweep's that is kept: in GRIDSWEEP_DATA_DIR, else in the user's data folder. */
export function dataFolder(name: string, env: NodeJS.ProcessEnv): string {
  const named = env['GRIDSWEEP_DATA_DIR'];
  const root = named === undefined || named === '' ? envPaths('gridsweep', { suffix: '' }).data : resolve(named);
  return join(root, name);
}
