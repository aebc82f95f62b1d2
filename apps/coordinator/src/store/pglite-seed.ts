import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { extract } from 'tar';

/** Stands beside the bundled program, where the build put it; absent in a checkout that runs from source. */
const SEED = fileURLToPath(new URL('./pglite-seed.tar.gz', import.meta.url));

/**
 * Writes a fresh, empty database as a gzipped tar file. Making one (initdb) takes seconds, unpacking it a fraction of one,
 * so the build makes it once: `prepareSeed('dist/pglite-seed.tar.gz')`, beside the bundled module.
 */
export async function prepareSeed(path: string): Promise<void> {
  const pglite = await PGlite.create();
  try {
    const dump = await pglite.dumpDataDir('gzip');
    await writeFile(path, new Uint8Array(await dump.arrayBuffer()));
  } finally {
    await pglite.close();
  }
}

/**
 * Makes `data` an initialised folder unless it is there. It appears under its name only when it is complete and on disk,
 * so a process killed in between leaves nothing that a later one would take for a database.
 */
export async function initialiseFolder(data: string, seed = SEED): Promise<void> {
  if (existsSync(data)) return;
  const unfinished = `${data}.unfinished`;
  const ownSeed = `${data}.seed.tar.gz`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    const prepared = existsSync(seed);
    if (!prepared) await prepareSeed(ownSeed);
    await extract({ file: prepared ? seed : ownSeed, cwd: unfinished });
  } finally {
    await rm(ownSeed, { force: true });
  }
  await syncFolder(unfinished);
  await rename(unfinished, data);
  await syncPath(dirname(data));
}

async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncFolder(path);
    else await syncPath(path);
  }
  await syncPath(folder);
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
