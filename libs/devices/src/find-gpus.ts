import { GridsweepError } from '@gridsweep/sweep';
import type { GpuSource } from './gpu.ts';
import { openNvml } from './nvml/source.ts';
import { openSmi } from './nvidia-smi/source.ts';

export interface FindGpusOptions {
  /** NVML's file. Default: libnvidia-ml.so.1 (nvml.dll on Windows), which the system's loader looks for. */
  readonly nvmlLibrary?: string | undefined;
  /** Environment of nvidia-smi. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Default: /sys. */
  readonly sysFolder?: string | undefined;
}

/** The first way to the GPUs that works, or why none does, a sentence for each. */
export type GpusFound =
  | { readonly source: GpuSource; readonly notes: readonly string[] }
  | { readonly source: null; readonly notes: readonly string[] };

/** Looks for NVIDIA GPUs: through NVML, else through nvidia-smi. A machine without any is no error. */
export async function findGpus(options: FindGpusOptions = {}): Promise<GpusFound> {
  const { env = process.env, sysFolder = '/sys' } = options;
  const library = options.nvmlLibrary ?? (process.platform === 'win32' ? 'nvml.dll' : 'libnvidia-ml.so.1');
  const notes: string[] = [];
  for (const open of [() => openNvml({ library, sysFolder }), () => openSmi({ env, sysFolder })]) {
    try {
      return { source: await open(), notes };
    } catch (thrown) {
      const error = GridsweepError.from(thrown);
      if (error.code !== 'unavailable') throw error;
      notes.push(error.message);
    }
  }
  return { source: null, notes };
}
