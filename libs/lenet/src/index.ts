export { cacheFolder, datasetPath, type DatasetOptions } from './dataset/cache.ts';
export { checkpointStep } from './checkpoint.ts';
export { CLASS_NAMES, type Dataset, type Split } from './dataset/dataset.ts';
export { fetchDataset } from './dataset/fetch.ts';
export { importDataset } from './dataset/import.ts';
export { datasetFromFolder, loadDataset } from './dataset/load.ts';
export type { DatasetProgress, OnDatasetProgress } from './dataset/progress.ts';
export { datasetFromShared, sharedBufferOf } from './dataset/shared.ts';
export { openDatasetFile, receiveDataset, type DatasetFile, type DatasetHeader } from './dataset/transfer.ts';
export { verifyDataset, type DatasetFacts } from './dataset/verify.ts';
export type { DeviceChoice, Engine, EngineName } from './engine/contract.ts';
export { DEVICES, ENGINES } from './engine/contract.ts';
export { createEngine } from './engine/create-engine.ts';
export { prepareProcess } from './engine/prepare-process.ts';
export { checkTensorflow, type TensorflowFacts } from './engine/tensorflow/check.ts';
export type { TensorflowEdition } from './engine/tensorflow/setup/pins.ts';
export type { OnTensorflowProgress, TensorflowProgress } from './engine/tensorflow/setup/progress.ts';
export { setupTensorflow, type SetupOptions } from './engine/tensorflow/setup/setup.ts';
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
