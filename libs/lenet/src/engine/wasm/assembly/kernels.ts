/**
 * Single kernels, for measurement: each works again on what the tile trained last has left in memory, so with the sparsity of
 * real gradients. What they add up is cleared by the next `startBatch`.
 */
import { convolution1 } from './convolution1';
import { convolution1WeightGradient } from './convolution1-weight-gradient';
import { convolution2 } from './convolution2';
import { convolution2InputGradient } from './convolution2-input-gradient';
import { convolution2WeightGradient } from './convolution2-weight-gradient';
import { crossEntropy } from './cross-entropy';
import { backwardDense, forwardDense } from './network';
import {
  ARGMAX1,
  ARGMAX1_STRIDE,
  ARGMAX2,
  BYTES,
  F32,
  GROUP,
  PIXELS,
  PIXELS_STRIDE,
  POOL1,
  POOL1_STRIDE,
  POOL2,
} from './layout';
import { standardise } from './standardise';

/** Runs one kernel for a tile. The numbers are the host's KERNELS. */
export function runKernel(kernel: i32, images: i32, activation: i32): void {
  const count = <usize>images;
  switch (kernel) {
    case 0:
      for (let i: usize = 0; i < count; i++) standardise(BYTES + i * 3072, PIXELS + i * PIXELS_STRIDE * F32);
      return;
    case 1:
      for (let i: usize = 0; i < count; i++) {
        const pool1 = POOL1 + i * POOL1_STRIDE * F32;
        convolution1(PIXELS + i * PIXELS_STRIDE * F32, pool1, ARGMAX1 + i * ARGMAX1_STRIDE * 4, activation);
      }
      return;
    case 2:
      for (let i: usize = 0; i < count; i++) {
        convolution2(POOL1 + i * POOL1_STRIDE * F32, POOL2 + i * 400 * F32, ARGMAX2 + i * 400 * 4, activation);
      }
      return;
    case 3:
      forwardDense(images, activation);
      return;
    case 4:
      crossEntropy(images, 0.015625);
      return;
    case 5:
      backwardDense(images, activation);
      return;
    case 6:
      for (let first = 0; first < images; first += GROUP) convolution2WeightGradient(first, min(GROUP, images - first));
      return;
    case 7:
      for (let i: usize = 0; i < count; i++) convolution2InputGradient(i);
      return;
    case 8:
      for (let i: usize = 0; i < count; i++) convolution1WeightGradient(ARGMAX1 + i * ARGMAX1_STRIDE * 4);
      return;
  }
}
