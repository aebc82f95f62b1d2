import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { MORE_CACHE_SPACE, requireFreeSpace, withLock } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { fileBytes, type Edition } from './edition.ts';
import { fileFailure, type OnDatasetProgress } from './report.ts';
import { verifyRecords } from './verify.ts';

const STAGING_PREFIX = '.staging-';

export interface PublishTask {
  /** The cache folder. */
  readonly folder: string;
  readonly edition: Edition;
  /** Bytes that `write` needs beside the data set's own file. */
  readonly scratchBytes: number;
  readonly onProgress?: OnDatasetProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Fills the file; may keep other files in the folder `scratch`, which is removed afterwards. */
  readonly write: (file: FileHandle, scratch: string) => Promise<void>;
}

/**
 * Puts a data set's file in place, whole or not at all: it is written under another name, flushed to the disk, verified
 * and then renamed. Of several processes one does it and the others wait; whoever comes first removes what a crash left.
 * @returns the path of the verified file, at once if it was there already.
 */
export async function publish(task: PublishTask): Promise<string> {
  const { folder, edition, onProgress, signal } = task;
  const target = join(folder, edition.fileName);
  if (await isGood(target, edition, task)) return target;
  try {
    await mkdir(folder, { recursive: true });
    return await withLock(
      join(folder, '.lock'),
      async () => {
        if (await isGood(target, edition, task)) return target;
        await removeLeftovers(folder);
        const needed = fileBytes(edition) + task.scratchBytes;
        await requireFreeSpace(folder, needed, 'The data set', MORE_CACHE_SPACE);
        await stage(task, target);
        return target;
      },
      { signal, onWait: () => onProgress?.({ phase: 'waiting', bytes: 0, total: 0 }) },
    );
  } catch (thrown) {
    throw fileFailure(thrown, 'write to', folder);
  }
}

async function stage(task: PublishTask, target: string): Promise<void> {
  const { folder, edition, onProgress, signal } = task;
  const scratch = join(folder, `${STAGING_PREFIX}${randomUUID()}`);
  await mkdir(scratch);
  try {
    const staged = join(scratch, edition.fileName);
    const file = await open(staged, 'wx');
    try {
      await task.write(file, scratch);
      await file.sync();
    } finally {
      await file.close();
    }
    await verifyRecords(staged, edition, onProgress, signal);
    await rename(staged, target);
    await syncFolder(folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function isGood(target: string, edition: Edition, task: PublishTask): Promise<boolean> {
  try {
    await stat(target);
  } catch {
    return false;
  }
  try {
    await verifyRecords(target, edition, task.onProgress, task.signal);
    return true;
  } catch (thrown) {
    task.signal?.throwIfAborted();
    if (thrown instanceof GridsweepError && thrown.code === 'data') return false;
    throw thrown;
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder);
  const leftovers = names.filter((name) => name.startsWith(STAGING_PREFIX));
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** A rename is durable once its folder is flushed. Windows cannot open folders and needs no flush. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
