/**
 * Five taps along a row by the Toom–Cook (Winograd) scheme F(2, 5): two neighbouring outputs from six inputs with 6 products
 * instead of 10 (S. Winograd, Arithmetic Complexity of Computations, 1980; A. Lavin and S. Gray, arXiv:1509.09308). Inputs and
 * weights are taken as polynomials' values at the points 0, 1, −1, 2, −2, ∞; products are summed over input channels and kernel
 * rows point by point; then the two outputs are read off. The same six points serve the well-known F(4, 3), whose float32 error
 * is a few units in the last place.
 */
import { madd } from './vector';

/** The six point values of a row of five weights, computed in float64: `weights` 5 floats, `to` 6 floats, `stride` bytes apart. */
export function transformWeights(weights: usize, to: usize, stride: usize): void {
  const w0 = <f64>load<f32>(weights);
  const w1 = <f64>load<f32>(weights, 4);
  const w2 = <f64>load<f32>(weights, 8);
  const w3 = <f64>load<f32>(weights, 12);
  const w4 = <f64>load<f32>(weights, 16);
  store<f32>(to, <f32>(w0 / 4));
  store<f32>(to + stride, <f32>((w0 + w2 + w4 + (w1 + w3)) / -6));
  store<f32>(to + 2 * stride, <f32>((w0 + w2 + w4 - (w1 + w3)) / -6));
  store<f32>(to + 3 * stride, <f32>((w0 + 4 * w2 + 16 * w4 + (2 * w1 + 8 * w3)) / 24));
  store<f32>(to + 4 * stride, <f32>((w0 + 4 * w2 + 16 * w4 - (2 * w1 + 8 * w3)) / 24));
  store<f32>(to + 5 * stride, <f32>w4);
}

/** Inlined wherever it is used (a decorator, which TypeScript allows on methods only). */
export abstract class Tile {
  /** The six point values of the inputs d0 to d5, stored `stride` bytes apart from `to`. */
  @inline
  static transform(d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, to: usize, stride: usize): void {
    const four = f32x4.splat(4);
    const minusFour = f32x4.splat(-4);
    const minusFive = f32x4.splat(-5);
    v128.store(to, madd(d0, four, madd(d2, minusFive, d4)));
    const even1 = madd(d2, minusFour, d4);
    const odd1 = madd(d1, minusFour, d3);
    v128.store(to + stride, f32x4.add(even1, odd1));
    v128.store(to + 2 * stride, f32x4.sub(even1, odd1));
    const even2 = f32x4.sub(d4, d2);
    const half2 = f32x4.sub(d3, d1);
    const odd2 = f32x4.add(half2, half2);
    v128.store(to + 3 * stride, f32x4.add(even2, odd2));
    v128.store(to + 4 * stride, f32x4.sub(even2, odd2));
    v128.store(to + 5 * stride, madd(d1, four, madd(d3, minusFive, d5)));
  }

  /** The left output from the six sums, at `from` and every `stride` bytes. */
  @inline
  static left(from: usize, stride: usize): v128 {
    const ones = f32x4.add(v128.load(from + stride), v128.load(from + 2 * stride));
    const twos = f32x4.add(v128.load(from + 3 * stride), v128.load(from + 4 * stride));
    return f32x4.add(v128.load(from), f32x4.add(ones, twos));
  }

  /** The right output. */
  @inline
  static right(from: usize, stride: usize): v128 {
    const ones = f32x4.sub(v128.load(from + stride), v128.load(from + 2 * stride));
    const twos = f32x4.sub(v128.load(from + 3 * stride), v128.load(from + 4 * stride));
    return f32x4.add(v128.load(from + 5 * stride), madd(twos, f32x4.splat(2), ones));
  }
}
