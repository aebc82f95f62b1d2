import { constants, existsSync } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { GridsweepError } from '@gridsweep/sweep';

/** A folder of gridsweep's that is kept: in GRIDSWEEP_DATA_DIR, else in the user's data folder. */
export function dataFolder(name: string, env: NodeJS.ProcessEnv): string {
  const named = env['GRIDSWEEP_DATA_DIR'];
  const root = named === undefined || named === '' ? envPaths('gridsweep', { suffix: '' }).data : resolve(named);
  return join(root, name);
}

/**
 * Makes a folder if need be.
 * @param what what it is for, in the message
 * @throws 'invalid' or 'no-space' with a sentence that names it
 */
export async function madeFolder(path: string, what = 'data folder'): Promise<string> {
  try {
    await makeWithParents(path);
    await access(path, constants.W_OK);
    return path;
  } catch (thrown) {
    throw cannotBeUsed(path, what, thrown);
  }
}

/** Node's own recursive mkdir never returns where a folder is there but takes no entries, as /proc. */
async function makeWithParents(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw thrown;
    await makeWithParents(dirname(path));
    await makeWithParents(path);
  }
}

function cannotBeUsed(path: string, what: string, thrown: unknown): GridsweepError {
  const options = { cause: thrown };
  switch ((thrown as NodeJS.ErrnoException).code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return new GridsweepError('invalid', `The ${what} ${path} is or lies in a file; name a folder.`, options);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new GridsweepError('invalid', `The ${what} ${path} may not be written to by this user.`, options);
    case 'ENOENT':
      return new GridsweepError('invalid', `The ${what} ${path} cannot be made: nothing can be there.`, options);
    case 'ENOSPC':
    case 'EDQUOT':
      return new GridsweepError('no-space', `The ${what} ${path} cannot be made: the disk is full.`, options);
    default:
      return new GridsweepError(
        'invalid',
        `The ${what} ${path} cannot be used: ${(thrown as Error).message}.`,
        options,
      );
  }
}
