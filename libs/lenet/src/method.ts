import { CHANNEL_MEAN, CHANNEL_STD, CLASSES, TRAINING_IMAGES } from '@gridsweep/cifar10';
import type { Method } from '@gridsweep/sweep';
import { PARAMETER_COUNT } from './architecture.ts';
import { lenetNetwork } from './network.ts';

const TEST_IMAGES = 10_000;

/** How every trial of LeNet on CIFAR-10 is trained, in a paper's words; what differs between trials are hyperparameters. */
export const lenetMethod: Method = {
  sentences: [
    `CIFAR-10: ${inThousands(TRAINING_IMAGES)} training and ${inThousands(TEST_IMAGES)} test images of 32 × 32 pixels in ${CLASSES} equally frequent classes. With \`validation: n\` the seed draws n training images, which are only evaluated on.`,
    `Pixels are scaled to 0 … 1 and each channel is standardised with the training set's mean (${CHANNEL_MEAN.join(', ')}) and standard deviation (${CHANNEL_STD.join(', ')}) of red, green and blue; images are not augmented.`,
    `LeNet with ${inThousands(PARAMETER_COUNT)} parameters: convolutions of 5 × 5 with 6 and 16 feature maps, without padding, each followed by the activation and 2 × 2 max pooling; dense layers of 120 and 84 units with the activation, and one of ${CLASSES}.`,
    "Weights and biases start uniform between −1/√fan_in and 1/√fan_in, PyTorch's default; the loss is the mean cross-entropy.",
    "Each epoch takes the training images once, in an order drawn anew from the seed (with `shuffle: false` in the data set's own); its last batch has what is left. After each epoch the whole test set is evaluated.",
  ],
  network: lenetNetwork,
};

function inThousands(count: number): string {
  return count.toLocaleString('en-US');
}
