import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';

/** The process that holds a lock. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, as the system counts; empty where the system does not tell. Sees through a reused pid. */
  readonly started: string;
}

export type LockAnswer =
  | { readonly type: 'taken'; readonly release: () => Promise<void> }
  /** `by` is undefined where the holder let go meanwhile, or another process was faster. */
  | { readonly type: 'held'; readonly by: LockHolder | undefined };

/** Locks of this process: its own pid in a file says nothing where pids repeat, as in a container. */
const held = new Set<string>();

/**
 * Makes this process the only one that has the lock file. A lock left by a process of this host that has died is taken over.
 * The lock is held until it is released or the process ends.
 * @throws GridsweepError 'invalid' where the file is something else
 */
export async function takeProcessLock(file: string): Promise<LockAnswer> {
  const path = resolve(file);
  if (held.has(path)) return { type: 'held', by: await me() };
  held.add(path);
  const mine = `${path}.${randomUUID()}`;
  let answer: LockAnswer | undefined;
  try {
    await writeFile(mine, JSON.stringify(await me()), { flag: 'wx' });
    answer = await take(mine, path);
    return answer;
  } catch (thrown) {
    throw GridsweepError.from(thrown);
  } finally {
    if (answer?.type !== 'taken') held.delete(path);
    await rm(mine, { force: true });
  }
}

async function take(mine: string, path: string): Promise<LockAnswer> {
  const taken: LockAnswer = {
    type: 'taken',
    release: async () => {
      await rm(path, { force: true });
      held.delete(path);
    },
  };
  if (await tryLink(mine, path)) return taken;
  const before = await holder(path);
  if (before !== undefined) {
    if (await lives(before)) return { type: 'held', by: before };
    const other = await putAside(path, before);
    if (other !== undefined) return { type: 'held', by: other };
  }
  return (await tryLink(mine, path)) ? taken : { type: 'held', by: await holder(path) };
}

/** A hard link appears with its whole content or not at all, and never over another file. */
async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

/** Removes a dead holder's lock. Another process may have taken it over since it was read: then that gets it back. */
async function putAside(path: string, dead: LockHolder): Promise<LockHolder | undefined> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
  const moved = await holder(aside);
  const other = moved !== undefined && (moved.pid !== dead.pid || moved.started !== dead.started) ? moved : undefined;
  if (other !== undefined) await tryLink(aside, path);
  await rm(aside, { force: true });
  return other;
}

async function lives(other: LockHolder): Promise<boolean> {
  // Whether a process of another machine lives cannot be seen from here.
  if (other.host !== hostname()) return true;
  // This process does not hold it (`held` was asked), so an earlier one with the same pid left it.
  if (other.pid === process.pid) return false;
  try {
    process.kill(other.pid, 0);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = await startOf(other.pid);
  return started === '' || other.started === '' || started === other.started;
}

async function me(): Promise<LockHolder> {
  return { pid: process.pid, host: hostname(), started: await startOf(process.pid) };
}

/** Field 22 of /proc/PID/stat with the boot it counts from; empty on systems without it. See proc(5). */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The command's name (field 2) may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()}/${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

async function holder(path: string): Promise<LockHolder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<LockHolder>;
    if (typeof pid === 'number' && typeof host === 'string' && typeof started === 'string')
      return { pid, host, started };
  } catch {
    // Falls through to the error below.
  }
  throw new GridsweepError('invalid', `${path} is not a lock file of gridsweep; remove it if no gridsweep is running.`);
}
