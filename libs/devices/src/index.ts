export { chooseDevices, type ChosenDevice } from './choose.ts';
export { formatCpuList, parseCpuList } from './cpu-list.ts';
export { describeCpu, type Cpu } from './cpu.ts';
export { lockDevice } from './device-lock.ts';
export { findGpus, type FindGpusOptions, type GpusFound } from './find-gpus.ts';
export type { DeviceMetrics, DeviceReading, Gpu, GpuList, GpuProcess, GpuSource, Memory, MigInstance } from './gpu.ts';
export { takeProcessLock, type LockHolder } from './process-lock.ts';
