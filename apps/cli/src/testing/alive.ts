import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

/** Whether a process runs. One that has ended and that nobody has asked about yet (a zombie) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The state is the field after the command's name, which stands in parentheses. See proc(5).
    return !/^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    // Gone meanwhile, or a system without /proc, where the signal's answer has to do.
    return process.platform !== 'linux';
  }
}

/** Processes that run a trial's command, by the environment that they were given. Linux only. */
export async function commandsOf(trialId: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')));
  return pids.filter((_, at) => environments[at]?.split('\0').includes(`GRIDSWEEP_TRIAL=${trialId}`)).map(Number);
}
