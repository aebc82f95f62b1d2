import { constants } from 'node:fs';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listTree, type TreeLimits } from './list-tree.ts';

/**
 * Copies what is in a folder into one that exists. The copy can be written to, whatever the original allows; files that can be
 * run stay so. Where the file system can, files share their blocks until they are changed.
 * @throws GridsweepError as `listTree` does
 */
export async function copyTree(from: string, to: string, limits: TreeLimits): Promise<void> {
  for (const entry of await listTree(from, limits)) {
    const target = join(to, entry.path);
    if (entry.type === 'folder') {
      await mkdir(target);
    } else {
      await copyFile(entry.source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await chmod(target, entry.executable ? 0o755 : 0o644);
    }
  }
}
