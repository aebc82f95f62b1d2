export { checkpointStep } from './checkpoint.ts';
export { DEVICES, ENGINES, type DeviceChoice, type Engine, type EngineName } from './engine/contract.ts';
export { createEngine, prepareProcess } from './engine/create-engine.ts';
export {
  ACTIVATIONS,
  OPTIMIZERS,
  parseHyperparameters,
  type Activation,
  type Hyperparameters,
} from './hyperparameters.ts';
export { predict, type TrainedNetwork } from './predict.ts';
export { train, type TrainOptions } from './train.ts';
export { lenetTrainable, type LenetPrepared, type LenetSetup } from './trainable.ts';
export { readWeights, readWeightsWithOrigin, writeWeights, type WeightsOrigin } from './weights.ts';
export { lenetWorkload } from './workload.ts';
