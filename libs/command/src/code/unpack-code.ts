import { randomUUID } from 'node:crypto';
import { chmod, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { listTree } from '../tree/list-tree.ts';
import { chunksOf, unpackTar } from '../tree/read-tar.ts';
import { MAX_CODE_BYTES, MAX_CODE_FILES } from './pack-code.ts';

export interface UnpackCodeOptions {
  /** What the tar file's SHA-256 must be, lower-case hexadecimal; without it that is not checked. */
  readonly sha256?: string | undefined;
  readonly maxBytes?: number | undefined;
}

/**
 * Unpacks the tar file of a sweep's code. The folder appears whole or not at all, and read-only: attempts run in copies of it.
 * One that is there already stays as it is, so name folders by the hash. `removeTree` removes it.
 * @throws GridsweepError 'invalid' where the tar file is not what its hash says or holds anything but files inside the folder;
 *   'no-space'
 */
export async function unpackCode(tarFile: string, folder: string, options: UnpackCodeOptions = {}): Promise<void> {
  const aside = `${folder}.${randomUUID()}`;
  const maxBytes = options.maxBytes ?? MAX_CODE_BYTES;
  try {
    const { sha256 } = await unpackTar(chunksOf(tarFile), aside, { maxBytes, maxEntries: MAX_CODE_FILES });
    if (options.sha256 !== undefined && sha256 !== options.sha256) {
      throw new GridsweepError('invalid', `The code's SHA-256 is ${sha256}, but should be ${options.sha256}.`);
    }
    await makeReadOnly(aside);
    await rename(aside, folder).catch(async (thrown: unknown) => {
      // Somebody else was faster, with the same code: folders are named by its hash.
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw thrown;
      await removeTree(aside);
    });
  } catch (thrown) {
    await removeTree(aside);
    throw GridsweepError.from(thrown);
  }
}

async function makeReadOnly(folder: string): Promise<void> {
  const entries = await listTree(folder, { maxEntries: Infinity });
  for (const { type, path, executable } of entries) {
    await chmod(join(folder, path), type === 'folder' || executable ? 0o555 : 0o444);
  }
  await chmod(folder, 0o555);
}
