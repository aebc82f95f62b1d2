import { readlink, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { removeDeadLock, takeProcessLock, type LockHolder } from './process-lock.ts';

const HEARTBEAT_MS = 2_000;
const POLL_MS = 200;

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once if another process holds the lock. */
  readonly onWait?: () => void;
  /** How long the heartbeat of a holder on another host may stand still before the holder counts as dead. */
  readonly staleMs?: number;
}

/**
 * Runs `work` while this process alone holds the lock file at `path`; waits for another holder first. A holder that died
 * is replaced: at once if it ran on this host, else when its heartbeat has stood still for `staleMs`.
 * @throws what `work` throws, and the signal's reason where waiting was given up
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const release = await acquire(path, options);
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
    await release();
  }
}

async function acquire(path: string, { signal, onWait, staleMs = 20_000 }: LockOptions): Promise<() => Promise<void>> {
  const here = await place();
  let seen = { beat: '', since: 0 };
  let waited = false;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await takeProcessLock(path, here);
    if (answer.type === 'taken') return answer.release;
    const { by } = answer;
    if (by !== undefined && by.host !== here) {
      // The heartbeat is compared with itself, so the clocks of two hosts need not agree.
      const beat = await beatOf(path, by);
      if (beat !== seen.beat) seen = { beat, since: performance.now() };
      else if (performance.now() - seen.since >= staleMs) {
        await removeDeadLock(path, by);
        continue;
      }
    }
    if (!waited) onWait?.();
    waited = true;
    await delay(POLL_MS, undefined, { ...(signal && { signal }) });
  }
}

async function beatOf(path: string, { pid, host, started }: LockHolder): Promise<string> {
  const beat = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return `${pid} ${host} ${started} ${beat}`;
}

/** The host and, on Linux, its process namespace: a folder may be shared by containers of one name. */
async function place(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${hostname()} ${namespace}`;
}
