import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';

/** Who holds a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, as the system counts; empty where the system does not tell. Sees through a reused pid. */
  readonly started: string;
}

const FILE = 'coordinator.lock';
/** Folders held by this process: its own pid in a file says nothing where pids repeat, as in a container. */
const held = new Set<string>();

/**
 * Makes this process the only one that uses a folder. A lock left by a process that has died is taken over.
 * @returns releases the lock
 * @throws GridsweepError 'conflict', naming the pid, where a living process holds it
 */
export async function lockFolder(directory: string): Promise<() => Promise<void>> {
  const path = join(resolve(directory), FILE);
  if (held.has(path)) throw inUse(directory, await me());
  held.add(path);
  const mine = `${path}.${randomUUID()}`;
  try {
    await writeFile(mine, JSON.stringify(await me()), { flag: 'wx' });
    // Two rounds: the second after a dead holder's lock was put aside.
    if (!(await tryLink(mine, path))) {
      await putAsideIfDead(directory, path);
      if (!(await tryLink(mine, path))) throw inUse(directory, await holder(path));
    }
  } catch (thrown) {
    held.delete(path);
    throw GridsweepError.from(thrown);
  } finally {
    await rm(mine, { force: true });
  }
  return async () => {
    await rm(path, { force: true });
    held.delete(path);
  };
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

async function putAsideIfDead(directory: string, path: string): Promise<void> {
  const before = await holder(path);
  if (before === undefined) return;
  if (await lives(before)) throw inUse(directory, before);
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside);
  const moved = await holder(aside);
  // Another process may have taken the lock over since it was read: then it gets its lock back.
  if (moved !== undefined && (moved.pid !== before.pid || moved.started !== before.started)) {
    await tryLink(aside, path);
    await rm(aside, { force: true });
    throw inUse(directory, moved);
  }
  await rm(aside, { force: true });
}

async function lives(other: Holder): Promise<boolean> {
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

async function me(): Promise<Holder> {
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

async function holder(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid === 'number' && typeof host === 'string' && typeof started === 'string')
      return { pid, host, started };
  } catch {
    // Falls through to the error below.
  }
  throw new GridsweepError(
    'invalid',
    `${path} is not a lock file of gridsweep; remove it if no coordinator uses the folder.`,
  );
}

function inUse(directory: string, other: Holder | undefined): GridsweepError {
  const who = other === undefined ? 'another process' : `process ${other.pid} on ${other.host}`;
  return new GridsweepError(
    'conflict',
    `The data folder ${directory} is in use by ${who}; stop that coordinator or choose another folder` +
      (other !== undefined && other.host !== hostname()
        ? `. If that process has ended, remove ${join(directory, FILE)}.`
        : '.'),
  );
}
