import { GridsweepError } from '@gridsweep/sweep';
import { CIFAR10, IMAGE_BYTES, RECORD_BYTES, TRAIN_BATCHES, fileBytes, type Edition } from './edition.ts';

/** Images and labels of one split. Memory may be shared between threads, so treat it as read-only. */
export interface Split {
  readonly count: number;
  /** count × 3 × 32 × 32 bytes: per image the red, green and blue planes, each row by row (CIFAR-10's binary order). */
  readonly images: Uint8Array;
  /** count bytes, each a class in [0, 10). */
  readonly labels: Uint8Array;
}

export interface Dataset {
  readonly train: Split;
  readonly test: Split;
}

/** Class names in label order. */
export const CLASS_NAMES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

/**
 * Views of a data set in shared memory, laid out as: training images, test images, training labels, test labels. Post the
 * buffer (`sharedBufferOf`) to a worker thread and call this there: nothing is copied.
 */
export function datasetFromShared(buffer: SharedArrayBuffer, edition: Edition = CIFAR10): Dataset {
  if (buffer.byteLength !== fileBytes(edition)) {
    throw new GridsweepError(
      'invalid',
      `A shared data set must have ${fileBytes(edition)} bytes, but this buffer has ${buffer.byteLength}.`,
    );
  }
  const train = TRAIN_BATCHES * edition.batchRecords;
  const all = buffer.byteLength / RECORD_BYTES;
  return { train: split(buffer, all, 0, train), test: split(buffer, all, train, all) };
}

/** The memory under a data set that `loadDataset`, `datasetFromFolder` or `datasetFromShared` made. */
export function sharedBufferOf(dataset: Dataset): SharedArrayBuffer {
  const { buffer } = dataset.train.images;
  if (buffer instanceof SharedArrayBuffer) return buffer;
  throw new GridsweepError('invalid', 'This data set does not lie in shared memory.');
}

function split(buffer: SharedArrayBuffer, all: number, from: number, to: number): Split {
  return {
    count: to - from,
    images: new Uint8Array(buffer, from * IMAGE_BYTES, (to - from) * IMAGE_BYTES),
    labels: new Uint8Array(buffer, all * IMAGE_BYTES + from, to - from),
  };
}
