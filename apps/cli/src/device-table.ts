import { formatCpuList, type Cpu, type Gpu, type Memory, type MigInstance } from '@gridsweep/devices';
import { column, plain, type Cell, type Table } from '@gridsweep/results';

type Row = readonly Cell[];

const GIB = 2 ** 30;

/** What `gridsweep devices` tells. */
export interface MachineDevices {
  /** What told of the GPUs; null where none could be asked. */
  readonly source: 'nvml' | 'nvidia-smi' | null;
  readonly driver: string | null;
  readonly gpus: readonly Gpu[];
  /** Indices of GPUs that the driver knows and cannot reach. */
  readonly lost: readonly number[];
  readonly cpu: Cpu;
  /** Why a way to the GPUs was not taken. */
  readonly notes: readonly string[];
}

export function deviceTable({ source, driver, gpus, lost, cpu, notes }: MachineDevices): Table {
  const right = { align: 'right' } as const;
  return {
    title: 'Devices',
    columns: [
      column('device', '--device'),
      column('name', 'name'),
      column('memory', 'memory', right),
      column('compute', 'compute capability', { ...right, dropOrder: 3 }),
      column('numa', 'NUMA node', { ...right, dropOrder: 5 }),
      column('cpus', 'near CPUs', { dropOrder: 4 }),
      column('processes', 'used by', { dropOrder: 2 }),
      column('uuid', 'UUID', { dropOrder: 1 }),
    ],
    rows: [
      ...gpus.flatMap((gpu) => [gpuRow(gpu), ...gpu.mig.instances.map((instance) => instanceRow(gpu, instance))]),
      ...lost.map((index) => rowOf({ device: `${index}`, name: 'lost' })),
      rowOf({ device: 'cpu', name: cpu.name, memory: cpu.memory }),
    ],
    notes: [
      source === null ? 'No NVIDIA GPU was found.' : `NVIDIA driver ${driver ?? ''}, asked through ${source}.`,
      ...lost.map((index) => `GPU ${index} is lost: the driver does not reach it. Reset it or restart the machine.`),
      ...gpus
        .filter(({ mig }) => mig.enabled)
        .map(({ index }) => `GPU ${index} is divided (MIG): its instances are used, not the GPU itself.`),
      ...notes,
    ],
  };
}

function gpuRow(gpu: Gpu): Row {
  const { index, mig } = gpu;
  return rowOf({ ...gpu, device: `${index}`, name: mig.enabled ? `${gpu.name} (divided)` : gpu.name });
}

function instanceRow(gpu: Gpu, { index, name, memory, uuid }: MigInstance): Row {
  return rowOf({ ...gpu, device: `${gpu.index}:${index}`, name, memory, uuid, processes: [] });
}

function rowOf(
  known: { readonly device: string; readonly name: string; readonly memory?: Memory | null } & Partial<
    Omit<Gpu, 'memory'>
  >,
): Row {
  return [
    known.device,
    known.name,
    known.memory ? formatMemory(known.memory) : null,
    known.computeCapability,
    known.numaNode,
    formatCpuList(known.cpus ?? []),
    (known.processes ?? []).map(({ pid }) => pid).join(' '),
    known.uuid,
  ].map(plain);
}

/** "12.5/80.0 GiB": used of all. */
export function formatMemory({ usedBytes, totalBytes }: Memory): string {
  return `${(usedBytes / GIB).toFixed(1)}/${(totalBytes / GIB).toFixed(1)} GiB`;
}
