import { randomUUID } from 'node:crypto';
import { readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

const HEARTBEAT_MS = 2_000;
const POLL_MS = 200;

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once if another process holds the lock. */
  readonly onWait?: () => void;
  /** How long the holder's heartbeat may stand still before the holder counts as dead. */
  readonly staleMs?: number;
}

interface Holder {
  readonly token: string;
  readonly pid: number;
  /** Where `pid` means something: a host and, on Linux, its process namespace. */
  readonly place: string;
}

/**
 * Runs `work` while this process alone holds the lock file at `path`; waits for another holder first. A holder that died
 * is replaced: at once if it ran on this host, else when its heartbeat has stood still for `staleMs`.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const holder: Holder = { token: randomUUID(), pid: process.pid, place: await place() };
  const text = JSON.stringify(holder);
  await acquire(path, text, holder.place, options);
  const heartbeat = setInterval(() => {
    const now = new Date();
    // Without its heartbeat the lock may be taken over. That costs work done twice, never a wrong file.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    // Whoever took the lock over keeps it.
    if ((await observe(path))?.text === text) await rm(path, { force: true });
  }
}

async function acquire(path: string, text: string, here: string, options: LockOptions): Promise<void> {
  const { signal, onWait, staleMs = 20_000 } = options;
  let seen = { text: '', beat: 0, since: performance.now() };
  let waited = false;
  for (;;) {
    signal?.throwIfAborted();
    if (await create(path, text)) return;
    const present = await observe(path);
    if (present === undefined) continue;
    if (present.text !== seen.text || present.beat !== seen.beat) seen = { ...present, since: performance.now() };
    // The heartbeat is compared with itself, so the clocks of two hosts need not agree.
    if (performance.now() - seen.since >= staleMs || isDead(present.text, here)) {
      await remove(path, present.text);
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await delay(POLL_MS, undefined, { ...(signal && { signal }) });
  }
}

async function create(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

async function observe(path: string): Promise<{ text: string; beat: number } | undefined> {
  try {
    return { text: await readFile(path, 'utf8'), beat: (await stat(path)).mtimeMs };
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

function isDead(text: string, here: string): boolean {
  let holder: Partial<Holder>;
  try {
    holder = JSON.parse(text) as Partial<Holder>;
  } catch {
    // Between its creation and its first byte: only the heartbeat tells.
    return false;
  }
  if (holder.place !== here || holder.pid === undefined) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Removes the lock file if it still says `text`: two waiters may have found the same dead holder. */
async function remove(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw thrown;
  }
  const taken = await readFile(aside, 'utf8');
  if (taken !== text) await create(path, taken);
  await rm(aside, { force: true });
}

async function place(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${hostname()} ${namespace}`;
}
