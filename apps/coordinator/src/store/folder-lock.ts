import { hostname } from 'node:os';
import { join } from 'node:path';
import { takeProcessLock } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';

const FILE = 'coordinator.lock';

/**
 * Makes this process the only one that uses a folder. A lock left by a process that has died is taken over.
 * @returns releases the lock
 * @throws GridsweepError 'conflict', naming the pid, where a living process holds it
 */
export async function lockFolder(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, FILE);
  const answer = await takeProcessLock(path);
  if (answer.type === 'taken') return answer.release;
  const { by } = answer;
  const who = by === undefined ? 'another process' : `process ${by.pid} on ${by.host}`;
  throw new GridsweepError(
    'conflict',
    `The data folder ${directory} is in use by ${who}; stop that coordinator or choose another folder` +
      (by !== undefined && by.host !== hostname() ? `. If that process has ended, remove ${path}.` : '.'),
  );
}
