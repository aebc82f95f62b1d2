import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCpuList } from './cpu-list.ts';

export interface Locality {
  readonly numaNode: number | null;
  readonly cpus: readonly number[];
}

/** Where a PCI device is attached, as the kernel tells. On other systems than Linux nothing is known. */
export async function localityOf(pciBusId: string, sysFolder: string): Promise<Locality> {
  const device = join(sysFolder, 'bus/pci/devices', pciBusId);
  const [node, cpus] = await Promise.all(
    ['numa_node', 'local_cpulist'].map((name) => readFile(join(device, name), 'utf8').catch(() => '')),
  );
  const numaNode = /^\d+\s*$/.test(node!) ? Number(node) : null;
  return { numaNode, cpus: parseCpuList(cpus!) };
}

/** "00000000:65:00.0" as the driver writes it → "0000:65:00.0" as /sys does. */
export function sysBusId(busId: string): string {
  return busId
    .trim()
    .toLowerCase()
    .replace(/^0000(?=[0-9a-f]{4}:)/, '');
}
