export { checkpointStep } from './checkpoint.ts';
export type { DeviceChoice, Engine, EngineName } from './engine/contract.ts';
export { DEVICES, ENGINES } from './engine/contract.ts';
export { createEngine } from './engine/create-engine.ts';
export { prepareProcess } from './engine/prepare-process.ts';
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
