import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';

/** The process that holds a lock. */
export interface LockHolder {
  readonly pid: number;
  /** Where `pid` means something: the host's name, or what else those agreed on who use the lock. */
  readonly host: string;
  /** When the process started, as the system counts; empty where the system does not tell. Sees through a reused pid. */
  readonly started: string;
}

export type LockAnswer =
  | { readonly type: 'taken'; readonly release: () => Promise<void> }
  /** `by` is undefined where the holder let go meanwhile, or another process was faster. */
  | { readonly type: 'held'; readonly by: LockHolder | undefined };

/** Who holds an empty file: a lock appears with its holder in it. */
const NOBODY: LockHolder = { pid: 0, host: '', started: '' };

/** Locks of this process: its own pid in a file says nothing where pids repeat, as in a container. */
const held = new Set<string>();

/**
 * Makes this process the only one that has the lock file. A lock left by a process of this host that has died is taken over, as
 * is an empty file, which only a power cut leaves.
 * The lock is held until it is released or the process ends.
 * @param host where pids are this process's: only a holder from there can be seen to have died
 * @throws GridsweepError 'invalid' where the file is something else
 */
export async function takeProcessLock(file: string, host = hostname()): Promise<LockAnswer> {
  const path = resolve(file);
  const me = { pid: process.pid, host, started: await startOf(process.pid) };
  if (held.has(path)) return { type: 'held', by: me };
  held.add(path);
  const mine = `${path}.${randomUUID()}`;
  let answer: LockAnswer | undefined;
  try {
    await writeFile(mine, JSON.stringify(me), { flag: 'wx' });
    answer = await take(mine, path, me);
    return answer;
  } catch (thrown) {
    throw GridsweepError.from(thrown);
  } finally {
    if (answer?.type !== 'taken') held.delete(path);
    await rm(mine, { force: true });
  }
}

/**
 * Takes a lock from a holder that is known to be dead.
 * @returns the holder that was faster, where another process has taken the lock over; that keeps it
 */
export async function removeDeadLock(path: string, dead: LockHolder): Promise<LockHolder | undefined> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
  const moved = await holderOf(aside);
  const other = moved !== undefined && !isSame(moved, dead) ? moved : undefined;
  if (other !== undefined) await tryLink(aside, path);
  await rm(aside, { force: true });
  return other;
}

async function take(mine: string, path: string, me: LockHolder): Promise<LockAnswer> {
  const taken: LockAnswer = { type: 'taken', release: () => release(path, me) };
  if (await tryLink(mine, path)) return taken;
  const before = await holderOf(path);
  if (before !== undefined) {
    if (await lives(before, me.host)) return { type: 'held', by: before };
    const other = await removeDeadLock(path, before);
    if (other !== undefined) return { type: 'held', by: other };
  }
  return (await tryLink(mine, path)) ? taken : { type: 'held', by: await holderOf(path) };
}

async function release(path: string, me: LockHolder): Promise<void> {
  const present = await holderOf(path);
  // Whoever took the lock over keeps it.
  if (present !== undefined && isSame(present, me)) await rm(path, { force: true });
  held.delete(path);
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

async function lives(other: LockHolder, here: string): Promise<boolean> {
  if (isSame(other, NOBODY)) return false;
  // Whether a process of another machine lives cannot be seen from here.
  if (other.host !== here) return true;
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

/** @returns undefined where there is no such file. */
async function holderOf(path: string): Promise<LockHolder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
  if (text === '') return NOBODY;
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<LockHolder>;
    if (typeof pid === 'number' && typeof host === 'string' && typeof started === 'string')
      return { pid, host, started };
  } catch {
    // Falls through to the error below.
  }
  throw new GridsweepError('invalid', `${path} is not a lock file of gridsweep; remove it if no gridsweep is running.`);
}

function isSame(one: LockHolder, other: LockHolder): boolean {
  return one.pid === other.pid && one.host === other.host && one.started === other.started;
}
