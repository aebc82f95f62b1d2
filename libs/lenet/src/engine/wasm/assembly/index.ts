/**
 * What the host calls. For an update: `startBatch`, `trainTile` for each tile of the batch (whose bytes and labels it has put at
 * `bytes` and `labels`), `finishBatch`, one optimizer. For an evaluation: `evaluateTile`, then `correct` for the same tile.
 */
import { activateAll, activationGradient } from './activation';
import { convolution1 } from './convolution1';
import { convolution1WeightGradient } from './convolution1-weight-gradient';
import { convolution2 } from './convolution2';
import { convolution2InputGradient } from './convolution2-input-gradient';
import { convolution2WeightGradient } from './convolution2-weight-gradient';
import { countCorrect, crossEntropy } from './cross-entropy';
import { addRows, multiply } from './dense';
import * as layout from './layout';
import {
  ARGMAX1,
  ARGMAX1_STRIDE,
  ARGMAX2,
  CONV1_ROWS,
  CONV2_ROWS,
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
  PARAMETER_COUNT,
  PIXELS,
  PIXELS_STRIDE,
  POOL1,
  POOL1_STRIDE,
  POOL2,
  TILE,
  ZEROS,
} from './layout';
import { rearrangeGradients } from './rearrange';
import { standardise } from './standardise';

export { adagrad, adam, rmsprop, sgd } from './optimizer';
export { rearrangeParameters } from './rearrange';
export { roundsOnce } from './vector';

export const tile: i32 = TILE;
export const parameters: usize = layout.PARAMETERS;
export const slot0: usize = layout.SLOT_0;
export const slot1: usize = layout.SLOT_1;
export const classWeights: usize = layout.CLASS_WEIGHTS;
export const pixelTable: usize = layout.PIXEL_TABLE;
export const bytes: usize = layout.BYTES;
export const labels: usize = layout.LABELS;

export function startBatch(): void {
  memory.fill(GRADIENTS, 0, PARAMETER_COUNT * F32);
  memory.fill(CONV1_ROWS, 0, 6 * 5 * 16 * F32);
  memory.fill(CONV2_ROWS, 0, 16 * 5 * 32 * F32);
}

/** Adds a tile's gradients. @param scale 1 / the batch's sum of class weights. @returns the sum of weight × loss. */
export function trainTile(images: i32, activation: i32, scale: f32): f64 {
  forward(images, activation);
  const loss = crossEntropy(images, scale);
  backwardDense(images, activation);
  backwardConvolutions(images, activation);
  return loss;
}

export function finishBatch(): void {
  rearrangeGradients();
}

/** @returns the sum of weight × loss. */
export function evaluateTile(images: i32, activation: i32): f64 {
  forward(images, activation);
  return crossEntropy(images, 0);
}

/** Of the tile evaluated last, how many images were classified correctly. */
export function correct(images: i32): i32 {
  return countCorrect(images);
}

function forward(images: i32, activation: i32): void {
  for (let i: usize = 0; i < <usize>images; i++) {
    const pixels = PIXELS + i * PIXELS_STRIDE * F32;
    const pool1 = POOL1 + i * POOL1_STRIDE * F32;
    standardise(bytes + i * 3072, pixels);
    convolution1(pixels, pool1, ARGMAX1 + i * ARGMAX1_STRIDE * 4, activation);
    convolution2(pool1, POOL2 + i * 400 * F32, ARGMAX2 + i * 400 * 4, activation);
  }
  const n = <usize>images;
  multiply(HIDDEN1, 480, POOL2, 1600, 4, FC1_TRANSPOSED, 480, PARAMETERS + FC1_BIAS * F32, images, 120, 400);
  activateAll(HIDDEN1, n * 120, activation);
  multiply(HIDDEN2, 336, HIDDEN1, 480, 4, FC2_TRANSPOSED, 336, PARAMETERS + FC2_BIAS * F32, images, 84, 120);
  activateAll(HIDDEN2, n * 84, activation);
  multiply(LOGITS, 48, HIDDEN2, 336, 4, FC3_TRANSPOSED, 48, FC3_BIAS_PADDED, images, 12, 84);
}

/** From D_LOGITS to D_POOL2 (before conv2's activation) and the dense layers' gradients. */
function backwardDense(images: i32, activation: i32): void {
  const n = <usize>images;
  multiply(GRADIENTS + FC3_WEIGHT * F32, 336, D_LOGITS, 4, 48, HIDDEN2, 336, 0, 10, 84, images);
  addRows(GRADIENTS + FC3_BIAS * F32, D_LOGITS, 48, images, 10);
  multiply(D_HIDDEN2, 336, D_LOGITS, 48, 4, PARAMETERS + FC3_WEIGHT * F32, 336, ZEROS, images, 84, 10);
  activationGradient(D_HIDDEN2, HIDDEN2, n * 84, activation);
  multiply(GRADIENTS + FC2_WEIGHT * F32, 480, D_HIDDEN2, 4, 336, HIDDEN1, 480, 0, 84, 120, images);
  addRows(GRADIENTS + FC2_BIAS * F32, D_HIDDEN2, 336, images, 84);
  multiply(D_HIDDEN1, 480, D_HIDDEN2, 336, 4, PARAMETERS + FC2_WEIGHT * F32, 480, ZEROS, images, 120, 84);
  activationGradient(D_HIDDEN1, HIDDEN1, n * 120, activation);
  multiply(GRADIENTS + FC1_WEIGHT * F32, 1600, D_HIDDEN1, 4, 480, POOL2, 1600, 0, 120, 400, images);
  addRows(GRADIENTS + FC1_BIAS * F32, D_HIDDEN1, 480, images, 120);
  multiply(D_POOL2, 1600, D_HIDDEN1, 480, 4, PARAMETERS + FC1_WEIGHT * F32, 1600, ZEROS, images, 400, 120);
  activationGradient(D_POOL2, POOL2, n * 400, activation);
}

function backwardConvolutions(images: i32, activation: i32): void {
  for (let first = 0; first < images; first += GROUP) {
    const count = min(GROUP, images - first);
    convolution2WeightGradient(first, count);
    for (let i = <usize>first; i < <usize>(first + count); i++) {
      convolution2InputGradient(i);
      activationGradient(D_POOL1, POOL1 + i * POOL1_STRIDE * F32, 14 * 14 * 6, activation);
      convolution1WeightGradient(ARGMAX1 + i * ARGMAX1_STRIDE * 4);
    }
  }
}
