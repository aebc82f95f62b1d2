import { GridsweepError } from '@gridsweep/sweep';
import type { DeviceMetrics, DeviceReading, Gpu, GpuList, GpuProcess, GpuSource, MigInstance } from '../gpu.ts';
import { localityOf, sysBusId } from '../locality.ts';
import * as layout from './layout.ts';
import { NvmlLibrary, type Handle } from './library.ts';
import { NVML, NvmlError } from './status.ts';
import { XidWatch } from './xid.ts';

const GPU_TEMPERATURE = 0;
/** Words of a set of processors: 64 processors each, more than any machine of today has. */
const AFFINITY_WORDS = 32;
const MOST_PROCESSES = 64;

export interface NvmlOptions {
  /** The library's file, or its name for the system's loader. */
  readonly library: string;
  /** Where /sys is. */
  readonly sysFolder: string;
}

/**
 * The GPUs through NVIDIA's management library.
 * @throws GridsweepError 'unavailable' where there is no library or no driver
 */
export async function openNvml({ library: path, sysFolder }: NvmlOptions): Promise<GpuSource> {
  const library = await NvmlLibrary.open(path);
  const driver = await library.text('nvmlSystemGetDriverVersion');
  let watching: Promise<XidWatch | undefined> | undefined;
  const watch = () =>
    (watching ??= handlesOf(library).then((handles) =>
      XidWatch.open(
        library,
        [...handles.values()].filter((handle) => handle !== undefined),
      ),
    ));
  return {
    kind: 'nvml',
    driver,
    list: () => listOf(library, sysFolder),
    read: async (uuid) => readingOf(library, uuid, await watch()),
    close: async () => {
      await (await watching)?.close();
      await library.close();
    },
  };
}

async function listOf(library: NvmlLibrary, sysFolder: string): Promise<GpuList> {
  const gpus: Gpu[] = [];
  const lost: number[] = [];
  for (const [index, handle] of await handlesOf(library)) {
    const gpu = handle === undefined ? undefined : await unlessFailing(() => gpuOf(library, index, handle, sysFolder));
    if (gpu === undefined) lost.push(index);
    else gpus.push(gpu);
  }
  return { gpus, lost };
}

/** Handles by index; undefined of a GPU that is lost or otherwise out of order. */
async function handlesOf(library: NvmlLibrary): Promise<Map<number, Handle | undefined>> {
  const [count] = await library.integers(1, 'nvmlDeviceGetCount_v2');
  const handles = new Map<number, Handle | undefined>();
  for (let index = 0; index < count!; index++) {
    handles.set(index, await unlessFailing(() => library.handle('nvmlDeviceGetHandleByIndex_v2', index)));
  }
  return handles;
}

async function unlessFailing<Value>(get: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await get();
  } catch (thrown) {
    if (thrown instanceof NvmlError) return undefined;
    throw thrown;
  }
}

async function gpuOf(library: NvmlLibrary, index: number, handle: Handle, sysFolder: string): Promise<Gpu> {
  const capability = await library.attempt(() => library.integers(2, 'nvmlDeviceGetCudaComputeCapability', handle));
  const pciBusId = sysBusId(layout.busIdOf(await filled(library, layout.PCI_BYTES, 'nvmlDeviceGetPciInfo_v3', handle)));
  const locality = await localityOf(pciBusId, sysFolder);
  const affinity = await library.attempt(async () => {
    const set = Buffer.alloc(8 * AFFINITY_WORDS);
    await library.call('nvmlDeviceGetCpuAffinity', handle, AFFINITY_WORDS, set);
    return layout.bitsOf(set);
  });
  return {
    index,
    uuid: await library.text('nvmlDeviceGetUUID', handle),
    name: await library.text('nvmlDeviceGetName', handle),
    memory: layout.memoryOf(await filled(library, layout.MEMORY_BYTES, 'nvmlDeviceGetMemoryInfo', handle)),
    computeCapability: capability === undefined ? null : capability.join('.'),
    pciBusId,
    numaNode: locality.numaNode,
    cpus: affinity ?? locality.cpus,
    processes: (await library.attempt(() => processesOf(library, handle))) ?? [],
    mig: await migOf(library, handle),
  };
}

async function processesOf(library: NvmlLibrary, handle: Handle): Promise<GpuProcess[]> {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(MOST_PROCESSES);
  const processes = Buffer.alloc(MOST_PROCESSES * layout.PROCESS_BYTES);
  await library.call('nvmlDeviceGetComputeRunningProcesses_v3', handle, count, processes);
  return layout.processesOf(processes, count.readUInt32LE());
}

async function migOf(library: NvmlLibrary, handle: Handle): Promise<Gpu['mig']> {
  const [mode] = (await library.attempt(() => library.integers(2, 'nvmlDeviceGetMigMode', handle))) ?? [0];
  if (mode !== 1) return { enabled: false, instances: [] };
  const [most] = await library.integers(1, 'nvmlDeviceGetMaxMigDeviceCount', handle);
  const instances: MigInstance[] = [];
  // Places without an instance may lie between others.
  for (let index = 0; index < most!; index++) {
    const instance = await library.attempt(() => library.handle('nvmlDeviceGetMigDeviceHandleByIndex', handle, index));
    if (instance === undefined) continue;
    const memory = await library.attempt(() =>
      filled(library, layout.MEMORY_BYTES, 'nvmlDeviceGetMemoryInfo', instance),
    );
    instances.push({
      index,
      uuid: await library.text('nvmlDeviceGetUUID', instance),
      name: await library.text('nvmlDeviceGetName', instance),
      memory: memory === undefined ? null : layout.memoryOf(memory),
    });
  }
  return { enabled: true, instances };
}

async function readingOf(library: NvmlLibrary, uuid: string, watch: XidWatch | undefined): Promise<DeviceReading> {
  try {
    const handle = await library.handle('nvmlDeviceGetHandleByUUID', uuid);
    const gpu = await library.attempt(() => library.handle('nvmlDeviceGetDeviceHandleFromMigDeviceHandle', handle));
    const fatal = await watch?.fatal(gpu ?? handle);
    if (fatal !== undefined) return { type: 'lost', reason: fatal };
    return { type: 'ok', metrics: await metricsOf(library, uuid, handle) };
  } catch (thrown) {
    if (!(thrown instanceof NvmlError)) throw thrown;
    if (thrown.lost) return { type: 'lost', reason: thrown.message };
    if (thrown.status === NVML.notFound || thrown.status === NVML.invalidArgument) {
      throw new GridsweepError('not-found', `This machine has no GPU and no MIG instance ${uuid}.`, { cause: thrown });
    }
    throw new GridsweepError('unavailable', `GPU ${uuid} cannot be read: ${thrown.message}`, { cause: thrown });
  }
}

async function metricsOf(library: NvmlLibrary, uuid: string, handle: Handle): Promise<DeviceMetrics> {
  const memory = layout.memoryOf(await filled(library, layout.MEMORY_BYTES, 'nvmlDeviceGetMemoryInfo', handle));
  const utilization = await library.attempt(() =>
    filled(library, layout.UTILIZATION_BYTES, 'nvmlDeviceGetUtilizationRates', handle),
  );
  const power = await library.attempt(() => library.integers(1, 'nvmlDeviceGetPowerUsage', handle));
  return {
    uuid,
    name: await library.text('nvmlDeviceGetName', handle),
    utilization: utilization === undefined ? null : layout.utilizationOf(utilization),
    memory,
    powerWatts: power === undefined ? null : power[0]! / 1000,
    temperatureCelsius: await temperatureOf(library, handle),
  };
}

/** Drivers from CUDA 14 on have the second call only. */
async function temperatureOf(library: NvmlLibrary, handle: Handle): Promise<number | null> {
  const plain = await library.attempt(() => library.integers(1, 'nvmlDeviceGetTemperature', handle, GPU_TEMPERATURE));
  if (plain !== undefined) return plain[0]!;
  const asked = layout.temperatureQuestion(GPU_TEMPERATURE);
  const answered = await library.attempt(async () => {
    await library.call('nvmlDeviceGetTemperatureV', handle, asked);
    return layout.temperatureOf(asked);
  });
  return answered ?? null;
}

/** A structure that a call writes. */
async function filled(library: NvmlLibrary, size: number, name: string, handle: Handle): Promise<Buffer> {
  const out = Buffer.alloc(size);
  await library.call(name, handle, out);
  return out;
}
