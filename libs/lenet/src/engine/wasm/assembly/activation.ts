import { F32 } from './layout';
import { tanh } from './vector';

/** As in the host's ACTIVATIONS. */
export const RELU: i32 = 0;
export const TANH: i32 = 1;

/** The activation of one vector. relu(NaN) is NaN, as in PyTorch. */
export function activate(x: v128, activation: i32): v128 {
  // pmax(x, 0) is 0 where x < 0 and x elsewhere, NaN included.
  if (activation == RELU) return f32x4.pmax(x, f32x4.splat(0));
  if (activation == TANH) return tanh(x);
  return x;
}

/** The activation of `count` floats (a multiple of 4), in place. */
export function activateAll(values: usize, count: usize, activation: i32): void {
  if (activation != RELU && activation != TANH) return;
  const end = values + count * F32;
  for (let p = values; p < end; p += 16) v128.store(p, activate(v128.load(p), activation));
}

/**
 * The gradient before the activation from that after it, in place. The derivative is taken from the activation's value: relu 1
 * unless it is ≤ 0 (so NaN passes, as in PyTorch), tanh 1 − value².
 */
export function activationGradient(gradients: usize, values: usize, count: usize, activation: i32): void {
  const size = count * F32;
  if (activation == RELU) {
    for (let i: usize = 0; i < size; i += 16) {
      const stopped = f32x4.le(v128.load(values + i), f32x4.splat(0));
      v128.store(gradients + i, v128.andnot(v128.load(gradients + i), stopped));
    }
  } else if (activation == TANH) {
    for (let i: usize = 0; i < size; i += 16) {
      const value = v128.load(values + i);
      const slope = f32x4.sub(f32x4.splat(1), f32x4.mul(value, value));
      v128.store(gradients + i, f32x4.mul(v128.load(gradients + i), slope));
    }
  }
}
