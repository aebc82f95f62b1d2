/** The network as a sequence of kernels, over one tile of images. */
import { activateAll, activationGradient } from './activation';
import { convolution1 } from './convolution1';
import { convolution1WeightGradient } from './convolution1-weight-gradient';
import { convolution2 } from './convolution2';
import { convolution2InputGradient } from './convolution2-input-gradient';
import { convolution2WeightGradient } from './convolution2-weight-gradient';
import { addRows, multiply } from './dense';
import {
  ARGMAX1,
  ARGMAX1_STRIDE,
  ARGMAX2,
  BYTES,
  CONV1_BIAS_SUMS,
  CONV2_BIAS_SUMS,
  D_HIDDEN1,
  D_HIDDEN2,
  D_LOGITS,
  D_POOL1,
  D_POOL2,
  F32,
  FC1_BIAS,
  FC1_TRANSPOSED,
  FC1_WEIGHT,
  FC2_BIAS,
  FC2_TRANSPOSED,
  FC2_WEIGHT,
  FC3_BIAS,
  FC3_BIAS_PADDED,
  FC3_TRANSPOSED,
  FC3_WEIGHT,
  GRADIENTS,
  GROUP,
  HIDDEN1,
  HIDDEN2,
  LOGITS,
  PARAMETERS,
  POOL1,
  POOL1_STRIDE,
  POOL2,
  ZEROS,
} from './layout';
import { addSparseProduct } from './sparse-product';
import { standardiseColumns, standardisePixels } from './standardise';

export function forward(images: i32, activation: i32): void {
  const count = <usize>images;
  for (let first: usize = 0; first < count; first += GROUP) {
    const end = min(first + GROUP, count);
    for (let i = first; i < end; i++) {
      standardiseColumns(BYTES + i * 3072);
      convolution1(POOL1 + i * POOL1_STRIDE * F32, ARGMAX1 + i * ARGMAX1_STRIDE * 4, activation);
    }
    for (let i = first; i < end; i++) {
      convolution2(POOL1 + i * POOL1_STRIDE * F32, POOL2 + i * 400 * F32, ARGMAX2 + i * 400 * 4, activation);
    }
  }
  forwardDense(images, activation);
}

export function forwardDense(images: i32, activation: i32): void {
  const n = <usize>images;
  multiply(HIDDEN1, 480, POOL2, 1600, 4, FC1_TRANSPOSED, 480, PARAMETERS + FC1_BIAS * F32, images, 120, 400);
  activateAll(HIDDEN1, n * 120, activation);
  multiply(HIDDEN2, 336, HIDDEN1, 480, 4, FC2_TRANSPOSED, 336, PARAMETERS + FC2_BIAS * F32, images, 84, 120);
  activateAll(HIDDEN2, n * 84, activation);
  multiply(LOGITS, 48, HIDDEN2, 336, 4, FC3_TRANSPOSED, 48, FC3_BIAS_PADDED, images, 12, 84);
}

/** From D_LOGITS to D_POOL2 (before conv2's activation) and the dense layers' gradients. */
export function backwardDense(images: i32, activation: i32): void {
  const n = <usize>images;
  multiply(GRADIENTS + FC3_WEIGHT * F32, 336, D_LOGITS, 4, 48, HIDDEN2, 336, 0, 10, 84, images);
  addRows(GRADIENTS + FC3_BIAS * F32, D_LOGITS, 48, images, 10);
  multiply(D_HIDDEN2, 336, D_LOGITS, 48, 4, PARAMETERS + FC3_WEIGHT * F32, 336, ZEROS, images, 84, 10);
  activationGradient(D_HIDDEN2, HIDDEN2, n * 84, activation);
  addSparseProduct(GRADIENTS + FC2_WEIGHT * F32, 480, D_HIDDEN2, 4, 336, HIDDEN1, 480, 84, 120, images);
  addRows(GRADIENTS + FC2_BIAS * F32, D_HIDDEN2, 336, images, 84);
  memory.fill(D_HIDDEN1, 0, n * 480);
  addSparseProduct(D_HIDDEN1, 480, D_HIDDEN2, 336, 4, PARAMETERS + FC2_WEIGHT * F32, 480, images, 120, 84);
  activationGradient(D_HIDDEN1, HIDDEN1, n * 120, activation);
  addSparseProduct(GRADIENTS + FC1_WEIGHT * F32, 1600, D_HIDDEN1, 4, 480, POOL2, 1600, 120, 400, images);
  addRows(GRADIENTS + FC1_BIAS * F32, D_HIDDEN1, 480, images, 120);
  memory.fill(D_POOL2, 0, n * 1600);
  addSparseProduct(D_POOL2, 1600, D_HIDDEN1, 480, 4, PARAMETERS + FC1_WEIGHT * F32, 1600, images, 400, 120);
  activationGradient(D_POOL2, POOL2, n * 400, activation);
}

export function backwardConvolutions(images: i32, activation: i32): void {
  addRows(CONV2_BIAS_SUMS, D_POOL2, 1600, images, 400);
  for (let first = 0; first < images; first += GROUP) {
    const count = min(GROUP, images - first);
    convolution2WeightGradient(first, count);
    for (let i = <usize>first; i < <usize>(first + count); i++) {
      convolution2InputGradient(i);
      activationGradient(D_POOL1, POOL1 + i * POOL1_STRIDE * F32, 14 * 14 * 6, activation);
      addRows(CONV1_BIAS_SUMS, D_POOL1, 48, 98, 12);
      standardisePixels(BYTES + i * 3072);
      convolution1WeightGradient(ARGMAX1 + i * ARGMAX1_STRIDE * 4);
    }
  }
}
