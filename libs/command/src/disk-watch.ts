import { lstat, opendir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Failure } from '@gridsweep/sweep';

export interface DiskLimits {
  /** Most bytes that an attempt's folder may take. */
  readonly maxFolderBytes: number;
  /** Bytes of the file system that are to stay free. */
  readonly reserveBytes: number;
}

/** statfs(2) costs microseconds. */
const FREE_EVERY_MS = 500;
/** A folder with many files takes a while to measure: no more than a twentieth of the time goes into it. */
const FOLDER_EVERY_MS = 2_000;
const FOLDER_SHARE = 20;

/**
 * Looks now and then at how much an attempt's folder takes and how much room its file system has, and tells once when a limit is
 * passed. Short of the reserve, an attempt that takes at least as much as the reserve has to make room; where less than a
 * quarter of the reserve is left, each has.
 * @returns stops looking; resolves when nothing of it is left
 */
export function watchDisk(
  folder: string,
  limits: DiskLimits,
  onExceeded: (failure: Failure) => void,
): () => Promise<void> {
  const stop = new AbortController();
  const done = look(folder, limits, stop.signal).then((failure) => {
    if (failure !== null && !stop.signal.aborted) onExceeded(failure);
  });
  return () => {
    stop.abort();
    return done;
  };
}

async function look(folder: string, limits: DiskLimits, signal: AbortSignal): Promise<Failure | null> {
  let measureAt = performance.now() + FOLDER_EVERY_MS;
  let taken = 0;
  for (;;) {
    await delay(FREE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return null;
    const free = await freeBytes(folder);
    const isShort = free < limits.reserveBytes;
    if (isShort || performance.now() >= measureAt) {
      const started = performance.now();
      const measured = await folderBytes(folder, signal);
      if (measured === null) return null;
      taken = measured;
      const took = performance.now() - started;
      measureAt = performance.now() + Math.max(FOLDER_EVERY_MS, FOLDER_SHARE * took);
    }
    if (taken > limits.maxFolderBytes) return folderFull(taken, limits.maxFolderBytes);
    const isFull = free < limits.reserveBytes / 4;
    if (isFull || (isShort && taken >= limits.reserveBytes)) return diskFull(free, taken, limits.reserveBytes);
  }
}

async function freeBytes(folder: string): Promise<number> {
  // A folder that the command has removed takes no room.
  const stats = await statfs(folder).catch(() => null);
  return stats === null ? Infinity : stats.bavail * stats.bsize;
}

/** What the files take on the disk, holes left out; null where it is not wanted any more. Files that vanish count as nothing. */
async function folderBytes(folder: string, signal: AbortSignal): Promise<number | null> {
  let sum = 0;
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    if (signal.aborted) return null;
    try {
      for await (const entry of await opendir(next, { bufferSize: 256 })) {
        const path = join(next, entry.name);
        if (entry.isDirectory()) folders.push(path);
        else if (entry.isFile()) sum += (await lstat(path)).blocks * 512;
      }
    } catch {
      // What vanished is not there any more, and what cannot be read is counted by nobody.
    }
  }
  return sum;
}

function folderFull(taken: number, limit: number): Failure {
  return {
    kind: 'bad-config',
    detail: `The command has written ${gibibytes(taken)} into its folders, and ${gibibytes(limit)} are allowed; write less, or elsewhere.`,
  };
}

function diskFull(free: number, taken: number, reserve: number): Failure {
  return {
    kind: 'crash',
    detail: `The disk is full: ${gibibytes(free)} are left of the ${gibibytes(reserve)} that are to stay free, and the command has written ${gibibytes(taken)}.`,
  };
}

function gibibytes(bytes: number): string {
  return bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
