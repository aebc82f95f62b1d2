import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import type { TarEntry } from './tar-format.ts';

/** An entry of a folder with where it is read from. */
export interface TreeEntry extends TarEntry {
  readonly source: string;
}

export interface TreeLimits {
  readonly maxEntries: number;
}

/**
 * Every file and folder below a folder, sorted, so that the same content is always listed alike. Follows no link.
 * @throws GridsweepError 'invalid' where something is neither file nor folder, where a name is not UTF-8, or for too many entries;
 *   'not-found' where something vanishes meanwhile
 */
export async function listTree(folder: string, { maxEntries }: TreeLimits): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  const visit = async (source: string, prefix: string): Promise<void> => {
    for (const bytes of await readdir(source, { encoding: 'buffer' })) {
      const name = bytes.toString();
      if (!Buffer.from(name).equals(bytes)) {
        throw new GridsweepError('invalid', `The name of ${JSON.stringify(`${prefix}${name}`)} is not UTF-8 text.`);
      }
      const path = `${prefix}${name}`;
      const child = join(source, name);
      const stats = await lstat(child);
      if (entries.length >= maxEntries) {
        throw new GridsweepError('invalid', `There are more than ${maxEntries} files and folders.`);
      }
      if (stats.isDirectory()) {
        entries.push({ type: 'folder', path, executable: false, size: 0, source: child });
        await visit(child, `${path}/`);
      } else if (stats.isFile()) {
        entries.push({ type: 'file', path, executable: (stats.mode & 0o111) !== 0, size: stats.size, source: child });
      } else {
        const what = stats.isSymbolicLink() ? 'a symbolic link' : 'neither a file nor a folder';
        throw new GridsweepError('invalid', `${JSON.stringify(path)} is ${what}.`);
      }
    }
  };
  try {
    await visit(folder, '');
  } catch (thrown) {
    throw GridsweepError.from(thrown);
  }
  return inOrder(entries);
}

/** By path, in an order that no locale changes. A folder comes before what is in it. */
export function inOrder<E extends { readonly path: string }>(entries: readonly E[]): E[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
