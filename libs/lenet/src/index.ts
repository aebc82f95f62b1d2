export {
  ACTIVATIONS,
  OPTIMIZERS,
  lenetWorkload,
  parseHyperparameters,
  type Hyperparameters,
} from './hyperparameters.ts';
export type { TrainEvent } from './train-event.ts';
export { ENGINES, type Engine, type EngineName } from './engine/contract.ts';
