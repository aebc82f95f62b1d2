import { openTensorflow, type OpenOptions } from '@gridsweep/tensorflow';
import type { Engine } from '../contract.ts';
import { TensorflowModel } from './model.ts';

/**
 * TensorFlow through tfjs-node-gpu's native part: each chunk of training steps is one call into one graph (training-graph.ts).
 * Its `variant` says the version and what it truly runs on.
 *
 * On a CPU the bits are the same on every run of one processor model. On a GPU TensorFlow is asked for its deterministic
 * operations: the same bits on one GPU model with one driver.
 * @throws GridsweepError 'not-found' if it is not set up; 'unavailable' if it cannot be loaded, or without a GPU where one
 * is asked for, with the reason.
 */
export async function createTensorflowEngine(options: OpenOptions = {}): Promise<Engine> {
  const { binding, variant } = await openTensorflow(options);
  return {
    name: 'tensorflow',
    variant,
    createModel: (hyperparameters, dataset, state) => TensorflowModel.create(binding, hyperparameters, dataset, state),
  };
}
