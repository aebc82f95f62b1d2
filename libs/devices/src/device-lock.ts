import { mkdir } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { takeProcessLock } from './process-lock.ts';

/**
 * Makes this process the user's only one that trains on a device of this machine.
 * @returns releases the device; the end of the process does so too
 * @throws GridsweepError 'conflict', naming the pid, where another process has it
 */
export async function lockDevice(uuid: string, env: NodeJS.ProcessEnv = process.env): Promise<() => Promise<void>> {
  const folder = lockFolder(env);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${uuid}.lock`);
  const answer = await takeProcessLock(path);
  if (answer.type === 'taken') return answer.release;
  const { by } = answer;
  const foreign = by !== undefined && by.host !== hostname();
  throw new GridsweepError(
    'conflict',
    `GPU ${uuid} is in use by ${by === undefined ? 'another agent' : `process ${by.pid}${foreign ? ` on ${by.host}` : ''}`}: ` +
      `one agent has it alone, with as many --slots as fit.${foreign ? ` If that process has ended, remove ${path}.` : ''}`,
  );
}

/** Of this user and this machine, gone after a restart: the runtime folder, else one in the folder for temporary files. */
function lockFolder(env: NodeJS.ProcessEnv): string {
  const runtime = env['XDG_RUNTIME_DIR'];
  if (runtime !== undefined && runtime !== '') return join(runtime, 'gridsweep');
  return join(tmpdir(), `gridsweep-${userInfo().uid}`);
}
