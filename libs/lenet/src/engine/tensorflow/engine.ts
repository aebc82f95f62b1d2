import { GridsweepError } from '@gridsweep/sweep';
import type { DatasetOptions } from '../../dataset/cache.ts';
import type { DeviceChoice, Engine } from '../contract.ts';
import { loadBinding } from './binding.ts';
import { HOW, checkTensorflow } from './check.ts';
import { findTensorflow } from './home.ts';
import { TensorflowModel } from './model.ts';

export interface TensorflowOptions extends DatasetOptions {
  /** Default: auto. */
  readonly device?: DeviceChoice;
}

/**
 * TensorFlow through tfjs-node-gpu's native part: each chunk of training steps is one call into one graph (training-graph.ts).
 * Its `variant` says the version and what it truly runs on.
 *
 * On a CPU the bits are the same on every run of one processor model. On a GPU TensorFlow is asked for its deterministic
 * operations: the same bits on one GPU model with one driver.
 * @throws GridsweepError 'not-found' if it is not set up; 'unavailable' if it cannot be loaded, or without a GPU where one
 * is asked for, with the reason.
 */
export async function createTensorflowEngine({ device = 'auto', ...options }: TensorflowOptions = {}): Promise<Engine> {
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
  return {
    name: 'tensorflow',
    variant: `${binding.TF_Version} ${usesGpu ? 'gpu, deterministic operations' : 'cpu'}`,
    createModel: (hyperparameters, dataset, state) => TensorflowModel.create(binding, hyperparameters, dataset, state),
  };
}
