import type { Engine } from '../contract.ts';
import { loadBinding } from './binding.ts';
import { TensorflowModel } from './model.ts';

export function engineFrom(path: string): Engine {
  const binding = loadBinding(path);
  return {
    name: 'wasm',
    variant: `${binding.TF_Version} ${binding.isUsingGpuDevice() ? 'gpu' : 'cpu'}`,
    createModel: (hyperparameters, dataset, state) =>
      TensorflowModel.create(binding, hyperparameters, dataset, state),
  };
}
