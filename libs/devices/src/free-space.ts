import { statfs } from 'node:fs/promises';
import { GridsweepError } from '@gridsweep/sweep';

/**
 * Refuses what the disk has no room for.
 * @param what starts the message: "The data set", "The database in /data"
 * @param advice ends it
 * @throws GridsweepError 'no-space' if the disk of `folder` has fewer bytes left than these
 */
export async function requireFreeSpace(
  folder: string,
  bytes: number,
  what: string,
  advice = 'Free some space.',
): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new GridsweepError(
    'no-space',
    `${what} needs ${Math.ceil(bytes / 1e6)} MB in ${folder}, but only ${Math.floor(free / 1e6)} MB are free. ${advice}`,
  );
}
