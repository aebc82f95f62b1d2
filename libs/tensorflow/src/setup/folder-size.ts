import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const WATCH_MS = 250;

/** Runs `work`, calling `look` every now and then until it is done. */
export async function watch<T>(look: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const watching = (async () => {
    while (!done.signal.aborted) {
      await look();
      await delay(WATCH_MS, undefined, { signal: done.signal }).catch(() => undefined);
    }
  })();
  try {
    return await work();
  } finally {
    done.abort();
    await watching;
  }
}

/** Bytes of all files in a folder, at whatever depth; of those that are still there when they are asked. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
