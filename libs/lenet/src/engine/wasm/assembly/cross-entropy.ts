/** Softmax cross-entropy of a tile: 10 logits an image in rows of 12. The loss is summed in float64. */
import { CLASS_WEIGHTS, D_LOGITS, F32, LABELS, LOGITS } from './layout';
import { exp, sumLanes } from './vector';

const ROW: usize = 12 * F32;

/** Sum over the images of weight × loss. With `scale` not 0 also the gradient of that sum × scale, into D_LOGITS. */
export function crossEntropy(images: i32, scale: f32): f64 {
  const padding = i32x4(0, 0, -1, -1);
  const never = v128.and(padding, f32x4.splat(-Infinity));
  let total: f64 = 0;
  for (let image: usize = 0; image < <usize>images; image++) {
    const logits = LOGITS + image * ROW;
    const x0 = v128.load(logits);
    const x1 = v128.load(logits, 16);
    const x2 = v128.or(v128.andnot(v128.load(logits, 32), padding), never);
    const largest4 = f32x4.max(f32x4.max(x0, x1), x2);
    const largest2 = f32x4.max(largest4, v128.shuffle<f32>(largest4, largest4, 2, 3, 0, 1));
    const largest = f32x4.max(largest2, v128.shuffle<f32>(largest2, largest2, 1, 0, 3, 2));
    const e0 = exp(f32x4.sub(x0, largest));
    const e1 = exp(f32x4.sub(x1, largest));
    const e2 = v128.andnot(exp(f32x4.sub(x2, largest)), padding);
    const sum = sumLanes(f32x4.add(f32x4.add(e0, e1), e2));
    const label = <usize>load<u8>(LABELS + image);
    const weight = load<f32>(CLASS_WEIGHTS + label * F32);
    const margin = <f64>f32x4.extract_lane(largest, 0) - <f64>load<f32>(logits + label * F32);
    total += <f64>weight * (NativeMath.log(<f64>sum) + margin);
    if (scale == 0) continue;
    const factor = f32x4.splat(weight * scale);
    const normalise = f32x4.splat(sum);
    const to = D_LOGITS + image * ROW;
    v128.store(to, f32x4.mul(f32x4.div(e0, normalise), factor));
    v128.store(to, f32x4.mul(f32x4.div(e1, normalise), factor), 16);
    v128.store(to, f32x4.mul(f32x4.div(e2, normalise), factor), 32);
    store<f32>(to + label * F32, load<f32>(to + label * F32) - weight * scale);
  }
  return total;
}

/** Images whose largest logit (the first of equals, a NaN above all) is their label's. */
export function countCorrect(images: i32): i32 {
  let correct = 0;
  for (let image: usize = 0; image < <usize>images; image++) {
    const logits = LOGITS + image * ROW;
    let best: usize = 0;
    let largest = load<f32>(logits);
    for (let i: usize = 1; i < 10; i++) {
      const x = load<f32>(logits + i * F32);
      if (x > largest || (x != x && largest == largest)) {
        largest = x;
        best = i;
      }
    }
    if (best == <usize>load<u8>(LABELS + image)) correct++;
  }
  return correct;
}
