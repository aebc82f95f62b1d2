import { GridsweepError } from '@gridsweep/sweep';
import type { DeviceReading, Gpu, GpuList, GpuProcess, GpuSource, Memory, MigInstance } from '../gpu.ts';
import { localityOf, sysBusId } from '../locality.ts';
import { numberOf, rowsOf, runSmi } from './command.ts';

const MIB = 2 ** 20;
const GPU_FIELDS = [
  'index',
  'uuid',
  'name',
  'memory.total',
  'memory.used',
  'compute_cap',
  'pci.bus_id',
  'mig.mode.current',
];
const METRIC_FIELDS = ['name', 'memory.total', 'memory.used', 'utilization.gpu', 'power.draw', 'temperature.gpu'];
const FORMAT = '--format=csv,noheader,nounits';

export interface SmiOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly sysFolder: string;
}

/**
 * The GPUs through NVIDIA's command line tool, for where its library cannot be called. Slower (each answer is a process), and
 * of MIG instances it does not tell the memory.
 * @throws GridsweepError 'unavailable' where there is no such tool or it finds no driver
 */
export async function openSmi({ env, sysFolder }: SmiOptions): Promise<GpuSource> {
  const [driver] = rowsOf(await said(['--query-gpu=driver_version', FORMAT], env)).flat();
  if (driver === undefined) throw new GridsweepError('unavailable', 'nvidia-smi knows no GPU.');
  return {
    kind: 'nvidia-smi',
    driver,
    list: () => list(env, sysFolder),
    read: (uuid) => read(uuid, env),
    close: () => Promise.resolve(),
  };
}

async function list(env: NodeJS.ProcessEnv, sysFolder: string): Promise<GpuList> {
  const rows = rowsOf(await said([`--query-gpu=${GPU_FIELDS.join(',')}`, FORMAT], env));
  const processes = await processesByGpu(env);
  const instances = rows.some((row) => row.at(-1) === 'Enabled')
    ? parseInstances(await said(['-L'], env))
    : new Map<string, MigInstance[]>();
  const gpus: Gpu[] = [];
  for (const [index, uuid, name, total, used, capability, busId, mig] of rows) {
    const pciBusId = sysBusId(busId!);
    gpus.push({
      index: Number(index),
      uuid: uuid!,
      name: name!,
      memory: memoryOf(total, used),
      computeCapability: numberOf(capability) === null ? null : capability!,
      pciBusId,
      ...(await localityOf(pciBusId, sysFolder)),
      processes: processes.get(uuid!) ?? [],
      mig: { enabled: mig === 'Enabled', instances: instances.get(uuid!) ?? [] },
    });
  }
  return { gpus, lost: [] };
}

async function processesByGpu(env: NodeJS.ProcessEnv): Promise<Map<string, GpuProcess[]>> {
  const found = new Map<string, GpuProcess[]>();
  for (const [uuid, pid, used] of rowsOf(await said(['--query-compute-apps=gpu_uuid,pid,used_memory', FORMAT], env))) {
    const mebibytes = numberOf(used);
    const process = { pid: Number(pid), usedBytes: mebibytes === null ? null : mebibytes * MIB };
    found.set(uuid!, [...(found.get(uuid!) ?? []), process]);
  }
  return found;
}

/**
 * MIG instances by their GPU's UUID, from `nvidia-smi -L`: the one answer that has their UUIDs (its XML does not).
 *
 *     GPU 7: NVIDIA H100 (UUID: GPU-…)
 *       MIG 3g.40gb     Device  0: (UUID: MIG-…)
 */
export function parseInstances(text: string): Map<string, MigInstance[]> {
  const found = new Map<string, MigInstance[]>();
  let present: MigInstance[] = [];
  let gpu = '';
  for (const line of text.split('\n')) {
    const [, name, uuid] = /^GPU \d+: (.*) \(UUID: (GPU-[^)]+)\)/.exec(line) ?? [];
    if (name !== undefined && uuid !== undefined) {
      gpu = name;
      present = [];
      found.set(uuid, present);
    }
    const [, profile, index, instance] = /^\s+(MIG \S+)\s+Device\s+(\d+): \(UUID: (MIG-[^)]+)\)/.exec(line) ?? [];
    if (instance === undefined) continue;
    present.push({ index: Number(index), uuid: instance, name: `${gpu} ${profile!}`, memory: null });
  }
  return found;
}

async function read(uuid: string, env: NodeJS.ProcessEnv): Promise<DeviceReading> {
  const gpu = uuid.startsWith('MIG-') ? await gpuOfInstance(uuid, env) : uuid;
  const answer = await runSmi([`--id=${gpu}`, `--query-gpu=${METRIC_FIELDS.join(',')}`, FORMAT], env).catch(
    (thrown: unknown) => {
      const { message } = GridsweepError.from(thrown);
      if (!/No devices were found|not found/i.test(message)) throw thrown;
      throw new GridsweepError('not-found', `This machine has no GPU and no MIG instance ${uuid}.`, { cause: thrown });
    },
  );
  if (answer.type === 'lost') return answer;
  const [name, total, used, busy, power, temperature] = rowsOf(answer.text)[0] ?? [];
  const percent = numberOf(busy);
  return {
    type: 'ok',
    metrics: {
      uuid,
      name: name ?? '',
      utilization: percent === null ? null : percent / 100,
      memory: memoryOf(total, used),
      powerWatts: numberOf(power),
      temperatureCelsius: numberOf(temperature),
    },
  };
}

/** The GPU that a MIG instance is a part of: only that has figures. */
async function gpuOfInstance(uuid: string, env: NodeJS.ProcessEnv): Promise<string> {
  for (const [gpu, instances] of parseInstances(await said(['-L'], env))) {
    if (instances.some((instance) => instance.uuid === uuid)) return gpu;
  }
  throw new GridsweepError('not-found', `This machine has no GPU and no MIG instance ${uuid}.`);
}

function memoryOf(total: string | undefined, used: string | undefined): Memory {
  return { totalBytes: (numberOf(total) ?? 0) * MIB, usedBytes: (numberOf(used) ?? 0) * MIB };
}

async function said(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const answer = await runSmi(args, env);
  if (answer.type === 'said') return answer.text;
  throw new GridsweepError('unavailable', answer.reason);
}
