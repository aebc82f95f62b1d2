import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * How many processes the kernel has killed for want of memory: in this process's cgroup where it has a memory controller, else on
 * the whole machine. Null where the system does not tell.
 * @param root of the file system, for tests
 */
export async function oomKills(root = '/'): Promise<number | null> {
  for (const file of [...(await cgroupFiles(root)), 'proc/vmstat']) {
    const count = /^oom_kill (\d+)$/m.exec(await readText(join(root, file)))?.[1];
    if (count !== undefined) return Number(count);
  }
  return null;
}

/** See cgroups(7): lines "ID:CONTROLLERS:PATH", with no controllers for version 2. */
async function cgroupFiles(root: string): Promise<string[]> {
  const lines = (await readText(join(root, 'proc/self/cgroup'))).split('\n').map((line) => line.split(':'));
  const pathOf = (controller: string) =>
    lines
      .find(([, controllers]) => controllers?.split(',').includes(controller))
      ?.slice(2)
      .join(':');
  const unified = pathOf('');
  const memory = pathOf('memory');
  return [
    // In a container the path is often the host's; what the container sees of itself is then at the top.
    ...(unified === undefined ? [] : [`sys/fs/cgroup${unified}/memory.events`, 'sys/fs/cgroup/memory.events']),
    ...(memory === undefined
      ? []
      : [`sys/fs/cgroup/memory${memory}/memory.oom_control`, 'sys/fs/cgroup/memory/memory.oom_control']),
  ];
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
