import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { create, extract } from 'tar';

/** Stands beside the bundled program, where the build put it; absent in a checkout that runs from source. */
const SEED = fileURLToPath(new URL('./pglite-seed.tar.gz', import.meta.url));

/**
 * Writes a fresh, empty database as a gzipped tar file. Making one (initdb) takes seconds, unpacking it a fraction of one,
 * so the build makes it once: `prepareSeed('dist/pglite-seed.tar.gz')`, beside the bundled module.
 */
export async function prepareSeed(path: string): Promise<void> {
  const folder = `${path}.folder`;
  try {
    await makeFresh(folder);
    await create({ file: path, gzip: { level: 9 }, cwd: folder, portable: true }, ['.']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Makes `data` an initialised folder unless it is there. It appears under its name only when it is complete and on disk,
 * so a process killed in between leaves nothing that a later one would take for a database.
 */
export async function initialiseFolder(data: string, seed = SEED): Promise<void> {
  if (existsSync(data)) return;
  const unfinished = `${data}.unfinished`;
  if (existsSync(seed)) {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    // Strict: else a file that cannot be written, because the disk is full, would be passed over. In one go: else others
    // would still be written after the failure.
    extract({ file: seed, cwd: unfinished, strict: true, sync: true });
  } else {
    await makeFresh(unfinished);
  }
  await syncFolder(unfinished);
  await rename(unfinished, data);
  await syncPath(dirname(data));
}

/**
 * A database that was shut down: opening it needs no recovery. The two templates from which others could be made are
 * dropped: they are two thirds of the files, and a start after a crash waits for every file to be on disk.
 */
async function makeFresh(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  const pglite = await PGlite.create(folder);
  await pglite.query('update pg_database set datistemplate = false');
  for (const template of ['template0', 'template1']) await pglite.query(`drop database ${template}`);
  await pglite.close();
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
