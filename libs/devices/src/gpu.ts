/** A part of a GPU that programs see as a GPU of its own (multi-instance GPU). */
export interface MigInstance {
  /** Position among the GPU's instances, from 0. */
  readonly index: number;
  /** "MIG-…", as CUDA_VISIBLE_DEVICES takes it. */
  readonly uuid: string;
  readonly name: string;
  /** Null where the driver's tool does not tell. */
  readonly memory: Memory | null;
}

export interface Memory {
  readonly totalBytes: number;
  readonly usedBytes: number;
}

/** A process that computes on a GPU. */
export interface GpuProcess {
  /** As the driver counts: in a container it may be a number of the host's. */
  readonly pid: number;
  /** Null where the driver does not tell, as in containers. */
  readonly usedBytes: number | null;
}

export interface Gpu {
  /** As nvidia-smi counts, from 0. */
  readonly index: number;
  /** "GPU-…", as CUDA_VISIBLE_DEVICES takes it. */
  readonly uuid: string;
  readonly name: string;
  readonly memory: Memory;
  /** "9.0"; null where the driver's tool is too old to tell. */
  readonly computeCapability: string | null;
  /** As /sys names it: "0000:65:00.0". */
  readonly pciBusId: string;
  /** Memory node that the GPU is attached to; null where there is one only, or it is not known. */
  readonly numaNode: number | null;
  /** Processors near the GPU, ascending; empty where not known. */
  readonly cpus: readonly number[];
  readonly processes: readonly GpuProcess[];
  readonly mig: {
    readonly enabled: boolean;
    readonly instances: readonly MigInstance[];
  };
}

/** What a GPU or MIG instance does at the moment. A figure is null where the driver does not give it. */
export interface DeviceMetrics {
  readonly uuid: string;
  readonly name: string;
  /** Fraction of the last sampling period in which something computed, 0 to 1. */
  readonly utilization: number | null;
  readonly memory: Memory;
  readonly powerWatts: number | null;
  readonly temperatureCelsius: number | null;
}

/** `lost`: the driver cannot reach the GPU, or has reported an error after which nothing computes on it rightly. */
export type DeviceReading =
  { readonly type: 'ok'; readonly metrics: DeviceMetrics } | { readonly type: 'lost'; readonly reason: string };

/** GPUs in the order of their index. */
export interface GpuList {
  readonly gpus: readonly Gpu[];
  /** Indices of GPUs that the driver knows and cannot reach. */
  readonly lost: readonly number[];
}

/** Something that knows this machine's NVIDIA GPUs. */
export interface GpuSource {
  readonly kind: 'nvml' | 'nvidia-smi';
  readonly driver: string;
  list(): Promise<GpuList>;
  /** @throws GridsweepError 'not-found' where no GPU and no MIG instance has the UUID */
  read(uuid: string): Promise<DeviceReading>;
  close(): Promise<void>;
}
