import { CHANNEL_MEAN, CHANNEL_STD, type Split } from '@gridsweep/cifar10';
import { INPUT } from '../../architecture.ts';
import type { Floats } from './layer.ts';

const PLANE = INPUT.height * INPUT.width;

/** Writes one image of a split as the network takes it: (byte / 255 − mean) / standard deviation, channel by channel. */
export function standardise(split: Split, index: number, image: Floats): void {
  for (let channel = 0; channel < INPUT.channels; channel++) {
    for (let at = channel * PLANE; at < (channel + 1) * PLANE; at++) {
      const byte = split.images[index * INPUT.channels * PLANE + at];
      image[at] = (byte / 255 - CHANNEL_MEAN[channel]) / CHANNEL_STD[channel];
    }
  }
}
