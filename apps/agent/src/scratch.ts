import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree, takeProcessLock } from '@gridsweep/devices';

const PREFIX = 'gridsweep-agent-';
/** Says which process has a folder. */
const LOCK = 'lock';
/** A folder without a lock belongs to an agent that is just starting, or to none after so long. */
const UNLOCKED_MS = 24 * 3_600_000;

/** A folder that an agent has for itself. */
export interface Scratch {
  readonly folder: string;
  /** Removes it. */
  close(): Promise<void>;
}

/** Makes a folder in `parent`, and removes those there that agents of this machine have left when they were killed. */
export async function makeScratch(parent = tmpdir()): Promise<Scratch> {
  for (const name of await readdir(parent)) {
    // What another user has left is that user's.
    if (name.startsWith(PREFIX)) await removeLeft(join(parent, name)).catch(() => undefined);
  }
  const folder = await mkdtemp(join(parent, PREFIX));
  const lock = await takeProcessLock(join(folder, LOCK));
  return {
    folder,
    async close() {
      // What is still being written there is wanted by nobody; then the next agent removes the rest.
      await removeTree(folder).catch(() => undefined);
      if (lock.type === 'taken') await lock.release();
    },
  };
}

async function removeLeft(folder: string): Promise<void> {
  const lockFile = join(folder, LOCK);
  if ((await stat(lockFile).catch(() => null)) === null) {
    if (Date.now() - (await stat(folder)).mtimeMs > UNLOCKED_MS) await removeTree(folder);
    return;
  }
  const lock = await takeProcessLock(lockFile);
  if (lock.type === 'held') return;
  await removeTree(folder);
  await lock.release();
}
