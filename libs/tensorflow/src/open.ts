import type { CacheOptions } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { loadBinding, type Binding } from './binding.ts';
import { HOW, checkTensorflow } from './check.ts';
import { findTensorflow } from './home.ts';

export interface OpenOptions extends CacheOptions {
  /** auto: a GPU where there is one; cpu: no GPU; gpu: a GPU or nothing. Default: auto. */
  readonly device?: 'auto' | 'cpu' | 'gpu';
}

export interface OpenTensorflow {
  readonly binding: Binding;
  /** The version and what it truly runs on: "2.21.0 cpu". */
  readonly variant: string;
}

/**
 * Loads TensorFlow into this process, on the device that is asked for.
 * @throws GridsweepError 'not-found' if it is not set up; 'unavailable' if it cannot be loaded, or without a GPU where one
 * is asked for, with the reason.
 */
export async function openTensorflow({ device = 'auto', ...options }: OpenOptions = {}): Promise<OpenTensorflow> {
  const cpu = findTensorflow('cpu', options);
  const gpu = findTensorflow('gpu', options);
  const home = device === 'cpu' ? (cpu ?? gpu) : (gpu ?? cpu);
  if (home === null) throw new GridsweepError('not-found', `The tensorflow engine is not set up. ${HOW}`);
  const binding = loadBinding(home.binding, { hideGpus: device === 'cpu' });
  const usesGpu = binding.isUsingGpuDevice();
  if (device === 'gpu' && !usesGpu) {
    const { noGpu } = await checkTensorflow(home.edition, options);
    throw new GridsweepError(
      'unavailable',
      `There is no GPU for TensorFlow: ${noGpu ?? 'it is there only for a new process.'}`,
    );
  }
  if (device === 'cpu' && usesGpu) {
    throw new GridsweepError('internal', 'TensorFlow took a GPU before it was told not to.');
  }
  return { binding, variant: `${binding.TF_Version} ${usesGpu ? 'gpu, deterministic operations' : 'cpu'}` };
}
