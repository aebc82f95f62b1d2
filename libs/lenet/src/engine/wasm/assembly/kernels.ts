/**
 * Single kernels, for measurement: each works again on what the tile trained last has left in memory, so with the sparsity of
 * real gradients. What they add up is cleared by the next `startBatch`.
 */
import { activationGradient } from './activation';
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
  D_POOL1,
  D_POOL2,
  F32,
  GROUP,
  PARAMETERS,
  POOL1,
  POOL1_STRIDE,
  POOL2,
} from './layout';
import { standardiseColumns, standardisePixels } from './standardise';
import { madd, sumLanes } from './vector';

/** Runs one kernel for a tile. The numbers are the host's KERNELS. */
export function runKernel(kernel: i32, images: i32, activation: i32): void {
  const count = <usize>images;
  switch (kernel) {
    case 0:
      for (let i: usize = 0; i < count; i++) {
        standardiseColumns(BYTES + i * 3072);
        standardisePixels(BYTES + i * 3072);
      }
      return;
    case 1:
      for (let i: usize = 0; i < count; i++) {
        const pool1 = POOL1 + i * POOL1_STRIDE * F32;
        convolution1(pool1, ARGMAX1 + i * ARGMAX1_STRIDE * 4, activation);
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
      for (let i: usize = 0; i < count; i++) {
        convolution2InputGradient(i);
        activationGradient(D_POOL1, POOL1 + i * POOL1_STRIDE * F32, 14 * 14 * 6, activation);
      }
      return;
    case 8:
      for (let i: usize = 0; i < count; i++) convolution1WeightGradient(ARGMAX1 + i * ARGMAX1_STRIDE * 4);
      return;
  }
}

/** Positions of conv2's output, over the tile, that the backward pass visited. */
export function survivorsOfConvolution2(images: i32): i32 {
  return countNonZero(D_POOL2, images * 400);
}

/** Positions of conv1's output that the backward pass visited, in the tile's last image. */
export function survivorsOfConvolution1(): i32 {
  return countNonZero(D_POOL1, 14 * 14 * 6);
}

function countNonZero(values: usize, count: i32): i32 {
  let nonZero = 0;
  for (const end = values + <usize>count * F32; values < end; values += F32) nonZero += i32(load<f32>(values) != 0);
  return nonZero;
}

/**
 * The most multiply-adds that this module's instructions reach: 12 independent sums in registers, no memory. Each round is 12
 * vectors, 48 multiply-adds.
 */
export function multiplyAddInRegisters(rounds: i32): f32 {
  const factor = f32x4.splat(load<f32>(PARAMETERS));
  let s0 = factor;
  let s1 = f32x4.splat(1);
  let s2 = f32x4.splat(2);
  let s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4);
  let s5 = f32x4.splat(5);
  let s6 = f32x4.splat(6);
  let s7 = f32x4.splat(7);
  let s8 = f32x4.splat(8);
  let s9 = f32x4.splat(9);
  let s10 = f32x4.splat(10);
  let s11 = f32x4.splat(11);
  for (; rounds > 0; rounds--) {
    s0 = madd(s0, factor, factor);
    s1 = madd(s1, factor, factor);
    s2 = madd(s2, factor, factor);
    s3 = madd(s3, factor, factor);
    s4 = madd(s4, factor, factor);
    s5 = madd(s5, factor, factor);
    s6 = madd(s6, factor, factor);
    s7 = madd(s7, factor, factor);
    s8 = madd(s8, factor, factor);
    s9 = madd(s9, factor, factor);
    s10 = madd(s10, factor, factor);
    s11 = madd(s11, factor, factor);
  }
  const sum03 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const sum47 = f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7));
  const sum811 = f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11));
  return sumLanes(f32x4.add(f32x4.add(sum03, sum47), sum811));
}
