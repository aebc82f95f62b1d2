import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TensorflowHome } from './home.ts';
import { SITE_FOLDER } from './home.ts';

const CUDA_RUNTIME = 'nvidia/cuda_runtime/lib/libcudart.so.12';

/** What the answer depends on. */
export interface GpuSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly exists: (path: string) => boolean;
}

/**
 * Why TensorFlow does not compute on a GPU, as a sentence, with what to do where something can be done.
 * @param messages what TensorFlow said while it was loaded.
 */
export function whyNoGpu(
  { edition, folder }: Pick<TensorflowHome, 'edition' | 'folder'>,
  messages: string,
  { env, exists }: GpuSurroundings = { env: process.env, exists: existsSync },
): string {
  const visible = env['CUDA_VISIBLE_DEVICES'];
  if (edition === 'cpu') {
    return 'TensorFlow is set up for the CPU only; run `gridsweep setup tensorflow --gpu`.';
  }
  if (visible === '' || visible === '-1') return `CUDA_VISIBLE_DEVICES=${visible} hides every GPU.`;
  if (!exists('/proc/driver/nvidia/version')) {
    return 'No NVIDIA driver is loaded (there is no /proc/driver/nvidia/version).';
  }
  if (!exists(join(folder, SITE_FOLDER, CUDA_RUNTIME))) {
    return `libcudart.so.12 is not in ${folder}; remove that folder and run \`gridsweep setup tensorflow --gpu\` again.`;
  }
  if (/Could not find cuda drivers|libcuda\.so/.test(messages)) {
    return 'libcuda.so.1, the part of the NVIDIA driver that programs use, was not found; in a container, give it the driver (the "compute" capability).';
  }
  const said = messages
    .split('\n')
    .map((line) => line.replace(/^.*?\b[\w.]+:\d+\] /, '').trim())
    .find((line) => /compute capability|Ignoring visible gpu|Cannot dlopen|CUDA_ERROR|no CUDA-capable/i.test(line));
  return said === undefined ? 'TensorFlow found no GPU that it can use.' : `TensorFlow says: ${said}`;
}
