import { CHANNEL_MEAN, CHANNEL_STD, CLASSES, TRAINING_IMAGES } from '@gridsweep/cifar10';
import type { Method, Parameters } from '@gridsweep/sweep';
import { PARAMETER_COUNT } from './architecture.ts';
import { lenetNetwork } from './network.ts';

const TEST_IMAGES = 10_000;

/**
 * How every trial of LeNet on CIFAR-10 is trained, in a paper's words; what differs between trials are hyperparameters.
 * @param shared hyperparameters that are the same in all trials
 */
export function lenetMethod({ validation, shuffle, limit }: Parameters): Method {
  const images = inThousands(TRAINING_IMAGES);
  const kept =
    typeof validation === 'number'
      ? ` Of the training images ${inThousands(validation)}, drawn with the trial's seed, were kept apart to choose by and only evaluated on.`
      : '';
  const first =
    typeof limit === 'number' ? `the first ${inThousands(limit)} of its training images` : 'the training images';
  const order = shuffle === false ? "in the data set's own order" : 'in an order drawn anew from the seed';
  return {
    sentences: [
      `CIFAR-10: ${images} training and ${inThousands(TEST_IMAGES)} test images of 32 × 32 pixels in ${CLASSES} equally frequent classes.${kept}`,
      `Pixels are scaled to 0 … 1 and each channel is standardised with the training set's mean (${CHANNEL_MEAN.join(', ')}) and standard deviation (${CHANNEL_STD.join(', ')}) of red, green and blue; images are not augmented.`,
      `LeNet with ${inThousands(PARAMETER_COUNT)} parameters: convolutions of 5 × 5 with 6 and 16 feature maps, without padding, each followed by the activation and 2 × 2 max pooling; dense layers of 120 and 84 units with the activation, and one of ${CLASSES}.`,
      "Weights and biases start uniform between −1/√fan_in and 1/√fan_in, PyTorch's default; the loss is the mean cross-entropy.",
      `Each epoch takes ${first} once, ${order}; its last batch has what is left. After each epoch the whole test set is evaluated.`,
    ],
    network: lenetNetwork,
  };
}

function inThousands(count: number): string {
  return count.toLocaleString('en-US');
}
