/**
 * torch.optim's updates of all parameters at once, in vectors of four. The arithmetic's order is that of PyTorch's
 * single-tensor implementations; scalars that depend on the step are computed by the host in float64.
 *
 * Averages of gradients are flushed to 0 below FIRST and averages of their squares below SECOND: far too little to change a weight, and
 * where units are dead it would otherwise make an update ten times as slow.
 */
import { F32, GRADIENTS, PARAMETERS, PARAMETER_COUNT, SLOT_0, SLOT_1 } from './layout';
import { flush, madd } from './vector';

/** Powers of two. A step of 2⁻¹⁰⁰ × lr is lost in the rounding of any weight above 10⁻²³. */
const FIRST: i32 = -100;
/** The least normal number's and one more, so that its product with a decay is normal too. */
const SECOND: i32 = -125;
const SIZE: usize = PARAMETER_COUNT * F32;

/** The gradient at byte i, with weight decay. */
function gradient(i: usize, weightDecay: f32): v128 {
  const g = v128.load(GRADIENTS + i);
  return weightDecay == 0 ? g : madd(v128.load(PARAMETERS + i), f32x4.splat(weightDecay), g);
}

/** p ← p − scale × direction. */
function move(i: usize, direction: v128, scale: f32): void {
  v128.store(PARAMETERS + i, madd(direction, f32x4.splat(-scale), v128.load(PARAMETERS + i)));
}

/** SLOT_0: momentum_buffer. Without momentum (0) it is the last gradient. */
export function sgd(lr: f32, weightDecay: f32, momentum: f32): void {
  const kept = f32x4.splat(momentum);
  for (let i: usize = 0; i < SIZE; i += 16) {
    const buffer = flush(madd(v128.load(SLOT_0 + i), kept, gradient(i, weightDecay)), FIRST);
    v128.store(SLOT_0 + i, buffer);
    move(i, buffer, lr);
  }
}

/** SLOT_0: square_avg. @param fresh 1 − alpha. */
export function rmsprop(lr: f32, weightDecay: f32, alpha: f32, fresh: f32, eps: f32): void {
  for (let i: usize = 0; i < SIZE; i += 16) {
    const g = gradient(i, weightDecay);
    const kept = f32x4.mul(v128.load(SLOT_0 + i), f32x4.splat(alpha));
    const average = flush(madd(f32x4.mul(g, g), f32x4.splat(fresh), kept), SECOND);
    v128.store(SLOT_0 + i, average);
    move(i, f32x4.div(g, f32x4.add(f32x4.sqrt(average), f32x4.splat(eps))), lr);
  }
}

/**
 * SLOT_0: exp_avg, SLOT_1: exp_avg_sq. PyTorch divides √exp_avg_sq by c = √(1 − beta2ᵗ); here eps and the step are c times as large.
 * @param fresh1 1 − beta1. @param eps eps × c. @param stepSize lr × c / (1 − beta1ᵗ).
 */
export function adam(weightDecay: f32, fresh1: f32, beta2: f32, fresh2: f32, eps: f32, stepSize: f32): void {
  for (let i: usize = 0; i < SIZE; i += 16) {
    const g = gradient(i, weightDecay);
    const old = v128.load(SLOT_0 + i);
    const average = flush(madd(f32x4.sub(g, old), f32x4.splat(fresh1), old), FIRST);
    v128.store(SLOT_0 + i, average);
    const kept = f32x4.mul(v128.load(SLOT_1 + i), f32x4.splat(beta2));
    const square = flush(madd(f32x4.mul(g, g), f32x4.splat(fresh2), kept), SECOND);
    v128.store(SLOT_1 + i, square);
    move(i, f32x4.div(average, f32x4.add(f32x4.sqrt(square), f32x4.splat(eps))), stepSize);
  }
}

/** SLOT_0: sum. */
export function adagrad(lr: f32, weightDecay: f32, eps: f32): void {
  for (let i: usize = 0; i < SIZE; i += 16) {
    const g = gradient(i, weightDecay);
    const sum = madd(g, g, v128.load(SLOT_0 + i));
    v128.store(SLOT_0 + i, sum);
    move(i, f32x4.div(g, f32x4.add(f32x4.sqrt(sum), f32x4.splat(eps))), lr);
  }
}
