/**
 * What the host calls. For an update: `startBatch`, `trainTile` for each tile of the batch (whose bytes and labels it has put at
 * `bytes` and `labels`), `finishBatch`, one optimizer. For an evaluation: `evaluateTile`, then `correct` for the same tile; its logits are at `logits`.
 */
import { countCorrect, crossEntropy } from './cross-entropy';
import * as layout from './layout';
import { CONV1_BIAS_SUMS, CONV1_ROWS, CONV2_BIAS_SUMS, CONV2_ROWS, F32, GRADIENTS, PARAMETER_COUNT } from './layout';
import { backwardConvolutions, backwardDense, forward } from './network';
import { rearrangeGradients } from './rearrange';

export { multiplyAddInRegisters, runKernel, survivorsOfConvolution1, survivorsOfConvolution2 } from './kernels';
export { adagrad, adam, rmsprop, sgd } from './optimizer';
export { rearrangeParameters } from './rearrange';
export { roundsOnce } from './vector';

export const tile: i32 = layout.TILE;
export const parameters: usize = layout.PARAMETERS;
export const slot0: usize = layout.SLOT_0;
export const slot1: usize = layout.SLOT_1;
export const classWeights: usize = layout.CLASS_WEIGHTS;
export const pixelScale: usize = layout.PIXEL_SCALE;
export const bytes: usize = layout.BYTES;
export const labels: usize = layout.LABELS;
export const logits: usize = layout.LOGITS;

export function startBatch(): void {
  memory.fill(GRADIENTS, 0, PARAMETER_COUNT * F32);
  memory.fill(CONV1_ROWS, 0, 6 * 5 * 16 * F32);
  memory.fill(CONV2_ROWS, 0, 16 * 5 * 32 * F32);
  memory.fill(CONV1_BIAS_SUMS, 0, 12 * F32);
  memory.fill(CONV2_BIAS_SUMS, 0, 400 * F32);
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
