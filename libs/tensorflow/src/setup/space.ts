import { statfs } from 'node:fs/promises';
import { GridsweepError } from '@gridsweep/sweep';

/** @throws GridsweepError 'no-space' if the disk of `folder` has less than so many bytes left. */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  throw new GridsweepError(
    'no-space',
    `TensorFlow needs ${megabytes(bytes)} MB in ${folder}, but only ${megabytes(bavail * bsize)} MB are free. ` +
      'Free some space, or name another folder with GRIDSWEEP_CACHE_DIR.',
  );
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
