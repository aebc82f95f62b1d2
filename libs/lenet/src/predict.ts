import { setImmediate as nextTurn } from 'node:timers/promises';
import { CLASSES, IMAGE_BYTES, type Dataset, type Split } from '@gridsweep/cifar10';
import { GridsweepError } from '@gridsweep/sweep';
import type { Engine, Images } from './engine/contract.ts';
import { parseHyperparameters, type Activation } from './hyperparameters.ts';

/** A trained LeNet. */
export interface TrainedNetwork {
  /** Laid out as `PARAMETER_TENSORS`. */
  readonly parameters: Float32Array;
  readonly activation: Activation;
}

/** Images in one go: about a twentieth of a second. */
const PIECE = 512;

/** A model is made for a data set; of one that only predicts nothing is trained. */
const BLANK: Split = { count: 1, images: new Uint8Array(IMAGE_BYTES), labels: new Uint8Array(1) };
const NO_DATASET: Dataset = { train: BLANK, test: BLANK };

/**
 * What a network takes images for: ten probabilities an image, image after image, which add up to 1; NaN where its weights are not
 * finite. Lets the event loop run in between.
 * @throws GridsweepError 'cancelled' by the signal
 */
export async function predict(
  engine: Engine,
  { parameters, activation }: TrainedNetwork,
  { count, images }: Images,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const hyperparameters = parseHyperparameters({ optimizer: 'sgd', activation });
  const model = await engine.createModel(hyperparameters, NO_DATASET, { step: 0, parameters, slots: {} });
  try {
    const probabilities = new Float32Array(count * CLASSES);
    for (let start = 0; start < count; start += PIECE) {
      await nextTurn();
      if (signal?.aborted) throw new GridsweepError('cancelled', 'The prediction was cancelled.');
      const end = Math.min(start + PIECE, count);
      const piece = { count: end - start, images: images.subarray(start * IMAGE_BYTES, end * IMAGE_BYTES) };
      probabilities.set(await model.predict(piece), start * CLASSES);
    }
    for (let at = 0; at < probabilities.length; at += CLASSES) softmax(probabilities.subarray(at, at + CLASSES));
    return probabilities;
  } finally {
    model.dispose();
  }
}

/** In place. The largest logit is subtracted first, so that no exponential overflows. */
function softmax(logits: Float32Array): void {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  powers.forEach((power, at) => (logits[at] = power / sum));
}
