import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Lets nobody write to a folder and what is in it. Links are left as they are. */
export function makeReadOnly(folder: string): Promise<void> {
  return setModes(folder, (mode) => mode & ~0o222);
}

/** Removes a folder, also a read-only one. One that is not there is no error. */
export async function removeTree(folder: string): Promise<void> {
  if (!(await exists(folder))) return;
  await setModes(folder, (mode) => mode | 0o200);
  await rm(folder, { recursive: true, force: true });
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function setModes(folder: string, change: (mode: number) => number): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const below = entries.filter((entry) => entry.isFile() || entry.isDirectory());
  for (const path of [folder, ...below.map(({ parentPath, name }) => join(parentPath, name))]) {
    await chmod(path, change((await stat(path)).mode));
  }
}
