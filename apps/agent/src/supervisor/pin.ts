import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { formatCpuList, parseCpuList } from '@gridsweep/devices';

/** A program and its arguments. */
export type CommandLine = readonly [program: string, ...args: string[]];

export interface PinOptions {
  /** Processors near the device, ascending; none where not known. */
  readonly cpus: readonly number[];
  /** Where taskset is looked for. */
  readonly env: NodeJS.ProcessEnv;
  /** Processors that this process may use; not known on other systems than Linux. */
  readonly allowed?: readonly number[] | undefined;
}

/**
 * The command line that runs a program on processors near its device: through taskset(1), which becomes the program. As it is
 * where that changes nothing or cannot be done.
 */
export async function pinnedTo(command: CommandLine, options: PinOptions): Promise<CommandLine> {
  const allowed = options.allowed ?? (await allowedCpus());
  const cpus = options.cpus.filter((cpu) => allowed.includes(cpu));
  if (cpus.length === 0 || cpus.length === allowed.length) return command;
  const taskset = await onPath('taskset', options.env);
  return taskset === undefined ? command : [taskset, '--cpu-list', formatCpuList(cpus), ...command];
}

async function allowedCpus(): Promise<number[]> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const [, list = ''] = /^Cpus_allowed_list:\s*(.*)$/m.exec(status) ?? [];
  return parseCpuList(list);
}

async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== '' && runs) return path;
  }
  return undefined;
}
