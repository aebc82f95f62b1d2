export {
  ACTIVATIONS,
  OPTIMIZERS,
  lenetWorkload,
  parseHyperparameters,
  type Hyperparameters,
} from './hyperparameters.ts';
export type { TrainEvent } from './train-event.ts';
export { ENGINES, type Engine, type EngineName } from './engine/contract.ts';
export { CLASS_NAMES, type Dataset, type Split } from './dataset/dataset.ts';
export { cacheFolder, datasetPath, type DatasetOptions } from './dataset/cache.ts';
export { datasetFromFolder, loadDataset } from './dataset/load.ts';
export { datasetFromShared, sharedBufferOf } from './dataset/shared.ts';
export { fetchDataset } from './dataset/fetch.ts';
export { importDataset } from './dataset/import.ts';
export { verifyDataset, type DatasetFacts } from './dataset/verify.ts';
export { openDatasetFile, receiveDataset, type DatasetFile, type DatasetHeader } from './dataset/transfer.ts';
export type { DatasetProgress, OnDatasetProgress } from './dataset/progress.ts';
