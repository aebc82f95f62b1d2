export { CLASS_NAMES, datasetFromShared, sharedBufferOf, type Dataset, type Split } from './dataset.ts';
export {
  CHANNEL_MEAN,
  CHANNEL_STD,
  CHANNELS,
  CLASSES,
  datasetPath,
  IMAGE_BYTES,
  SIDE,
  TRAINING_IMAGES,
} from './edition.ts';
export { fetchDataset } from './fetch.ts';
export { importDataset } from './import.ts';
export { datasetFromFolder, loadDataset } from './load.ts';
export type { DatasetProgress, OnDatasetProgress } from './report.ts';
export { openDatasetFile, receiveDataset, type DatasetChunk, type DatasetFile } from './transfer.ts';
export { verifyDataset, type DatasetFacts } from './verify.ts';
