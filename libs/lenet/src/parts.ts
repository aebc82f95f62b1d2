import type { Dataset } from '@gridsweep/cifar10';
import { GridsweepError } from '@gridsweep/sweep';
import type { Hyperparameters } from './hyperparameters.ts';
import { shuffledOrder, validationSplit } from './seed.ts';

/** What a run uses the training images for: places in the training set, ascending. */
export interface Parts {
  readonly training: Uint32Array;
  /** Kept apart to choose by; never trained on. Empty without `validation`. */
  readonly validation: Uint32Array;
}

/**
 * Keeps `validation` images apart; of the others the first `limit` are trained on.
 * @throws GridsweepError 'data' (there are no images), 'invalid' (there are not as many as are wanted)
 */
export function partsOf({ validation = 0, limit }: Hyperparameters, { train, test }: Dataset, seed: number): Parts {
  if (train.count === 0 || test.count === 0) {
    throw new GridsweepError('data', `The data set has ${train.count} training and ${test.count} test images.`);
  }
  if (validation >= train.count) {
    const counts = `${validation} leaves none of the ${train.count} images of the training set to train on`;
    throw new GridsweepError('invalid', `validation: ${counts}.`);
  }
  const left = train.count - validation;
  if (limit !== null && limit > left) {
    const most = validation === 0 ? `${left} images of the training set` : leftBeside(validation, left);
    throw new GridsweepError('invalid', `limit: ${limit} is more than the ${most}.`);
  }
  const parts = validationSplit(train.count, validation, seed);
  return { ...parts, training: parts.training.subarray(0, limit ?? left) };
}

/** The order in which an epoch takes the images that are trained on. */
export function orderOf({ training, validation }: Parts, shuffle: boolean, seed: number, epoch: number): Uint32Array {
  if (!shuffle) return training;
  const order = shuffledOrder(training.length, seed, epoch);
  return validation.length === 0 ? order : order.map((place) => training[place]);
}

/** Up to `count` batches from the one numbered `first` on; an epoch's last batch has what is left. */
export function batchesOf(order: Uint32Array, batchSize: number, first: number, count: number): Uint32Array[] {
  const left = Math.ceil(order.length / batchSize) - first;
  return Array.from({ length: Math.min(count, left) }, (_, at) =>
    order.subarray((first + at) * batchSize, (first + at + 1) * batchSize),
  );
}

function leftBeside(validation: number, left: number): string {
  return `${left} training images that validation: ${validation} leaves`;
}
