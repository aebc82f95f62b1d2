export type { Dataset, Split } from './dataset/dataset.ts';
export type { Engine, EngineName } from './engine/contract.ts';
export { ENGINES } from './engine/contract.ts';
export { createEngine } from './engine/create-engine.ts';
export {
  ACTIVATIONS,
  OPTIMIZERS,
  lenetWorkload,
  parseHyperparameters,
  type Hyperparameters,
} from './hyperparameters.ts';
export type { TrainEvent } from './train-event.ts';
export { train, type TrainOptions } from './train.ts';
export { readWeights, writeWeights } from './weights.ts';
