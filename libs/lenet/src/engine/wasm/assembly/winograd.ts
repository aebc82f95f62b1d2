/**
 * Five taps along a row by the Toom–Cook (Winograd) scheme F(4, 5): four neighbouring outputs from eight inputs with 8 products
 * instead of 20 (S. Winograd, Arithmetic Complexity of Computations, 1980; A. Lavin and S. Gray, arXiv:1509.09308). Inputs and
 * weights are taken as polynomials' values at the points 0, 1, −1, 2, −2, ½, −½, ∞; products are summed over input channels and
 * kernel rows point by point; then the four outputs are read off. They are two columns of pooling windows, so that a tile above
 * another gives two pooled values. The same eight points serve the well-known F(6, 3).
 */
import { MaxPool, pooled, pooledFrom } from './pool';
import { madd } from './vector';

/** The eight point values of a row of five weights, computed in float64: `weights` 5 floats, `to` 8 floats, `stride` bytes apart. */
export function transformWeights(weights: usize, to: usize, stride: usize): void {
  const w0 = <f64>load<f32>(weights);
  const w1 = <f64>load<f32>(weights, 4);
  const w2 = <f64>load<f32>(weights, 8);
  const w3 = <f64>load<f32>(weights, 12);
  const w4 = <f64>load<f32>(weights, 16);
  store<f32>(to, <f32>w0);
  store<f32>(to + stride, <f32>((-2 * (w0 + w2 + w4 + (w1 + w3))) / 9));
  store<f32>(to + 2 * stride, <f32>((-2 * (w0 + w2 + w4 - (w1 + w3))) / 9));
  store<f32>(to + 3 * stride, <f32>((w0 + 4 * w2 + 16 * w4 + (2 * w1 + 8 * w3)) / 90));
  store<f32>(to + 4 * stride, <f32>((w0 + 4 * w2 + 16 * w4 - (2 * w1 + 8 * w3)) / 90));
  store<f32>(to + 5 * stride, <f32>((32 * w0 + 8 * w2 + 2 * w4 + (16 * w1 + 4 * w3)) / 45));
  store<f32>(to + 6 * stride, <f32>((32 * w0 + 8 * w2 + 2 * w4 - (16 * w1 + 4 * w3)) / 45));
  store<f32>(to + 7 * stride, <f32>w4);
}

/** What `Tile.pool` leaves for the left window; `pooled` and `pooledFrom` have the right one. */
export let leftPooled: v128 = i32x4.splat(0);
export let leftPooledFrom: v128 = i32x4.splat(0);

/** Inlined wherever it is used (a decorator, which TypeScript allows on methods only). */
export abstract class Tile {
  /** The eight point values of the inputs d0 to d7, stored `stride` bytes apart from `to`. */
  @inline
  static transform(
    d0: v128,
    d1: v128,
    d2: v128,
    d3: v128,
    d4: v128,
    d5: v128,
    d6: v128,
    d7: v128,
    to: usize,
    stride: usize,
  ): void {
    const outer = f32x4.splat(5.25);
    v128.store(to, madd(f32x4.sub(d4, d2), outer, f32x4.sub(d0, d6)));
    const even1 = madd(d4, f32x4.splat(-4.25), f32x4.add(d2, d6));
    const odd1 = madd(d3, f32x4.splat(-4.25), f32x4.add(d1, d5));
    v128.store(to + stride, f32x4.add(even1, odd1));
    v128.store(to + 2 * stride, f32x4.sub(even1, odd1));
    const even2 = madd(d2, f32x4.splat(0.25), madd(d4, f32x4.splat(-1.25), d6));
    const odd2 = madd(d1, f32x4.splat(0.5), madd(d3, f32x4.splat(-2.5), f32x4.add(d5, d5)));
    v128.store(to + 3 * stride, f32x4.add(even2, odd2));
    v128.store(to + 4 * stride, f32x4.sub(even2, odd2));
    const even3 = madd(d2, f32x4.splat(4), madd(d4, f32x4.splat(-5), d6));
    const odd3 = madd(d5, f32x4.splat(0.5), madd(d3, f32x4.splat(-2.5), f32x4.add(d1, d1)));
    v128.store(to + 5 * stride, f32x4.add(even3, odd3));
    v128.store(to + 6 * stride, f32x4.sub(even3, odd3));
    v128.store(to + 7 * stride, madd(f32x4.sub(d3, d5), outer, f32x4.sub(d7, d1)));
  }

  /**
   * Max pooling of the outputs of two tiles, one above the other: two windows.
   * @param upper where the eight sums of the upper tile begin, `stride` bytes apart. @param lower those of the lower tile.
   * @param column what stands for a step to the right in `pooledFrom`. @param row for a step down.
   */
  @inline
  static pool(upper: usize, lower: usize, stride: usize, column: i32, row: i32): void {
    const two = f32x4.splat(2);
    const four = f32x4.splat(4);
    const eight = f32x4.splat(8);
    const half = f32x4.splat(0.5);
    const quarter = f32x4.splat(0.25);
    const eighth = f32x4.splat(0.125);

    const u1 = v128.load(upper + stride);
    const u2 = v128.load(upper + 2 * stride);
    const u3 = v128.load(upper + 3 * stride);
    const u4 = v128.load(upper + 4 * stride);
    const u5 = v128.load(upper + 5 * stride);
    const u6 = v128.load(upper + 6 * stride);
    const upperEven1 = f32x4.add(u1, u2);
    const upperEven2 = f32x4.add(u3, u4);
    const upperEven3 = f32x4.add(u5, u6);
    const upperOdd1 = f32x4.sub(u1, u2);
    const upperOdd2 = f32x4.sub(u3, u4);
    const upperOdd3 = f32x4.sub(u5, u6);
    const l1 = v128.load(lower + stride);
    const l2 = v128.load(lower + 2 * stride);
    const l3 = v128.load(lower + 3 * stride);
    const l4 = v128.load(lower + 4 * stride);
    const l5 = v128.load(lower + 5 * stride);
    const l6 = v128.load(lower + 6 * stride);
    const lowerEven1 = f32x4.add(l1, l2);
    const lowerEven2 = f32x4.add(l3, l4);
    const lowerEven3 = f32x4.add(l5, l6);
    const lowerOdd1 = f32x4.sub(l1, l2);
    const lowerOdd2 = f32x4.sub(l3, l4);
    const lowerOdd3 = f32x4.sub(l5, l6);

    MaxPool.of(
      f32x4.add(f32x4.add(v128.load(upper), upperEven1), f32x4.add(upperEven2, upperEven3)),
      madd(upperOdd3, half, madd(upperOdd2, two, upperOdd1)),
      f32x4.add(f32x4.add(v128.load(lower), lowerEven1), f32x4.add(lowerEven2, lowerEven3)),
      madd(lowerOdd3, half, madd(lowerOdd2, two, lowerOdd1)),
      column,
      row,
    );
    leftPooled = pooled;
    leftPooledFrom = pooledFrom;
    MaxPool.of(
      madd(upperEven3, quarter, madd(upperEven2, four, upperEven1)),
      madd(upperOdd3, eighth, madd(upperOdd2, eight, f32x4.add(v128.load(upper + 7 * stride), upperOdd1))),
      madd(lowerEven3, quarter, madd(lowerEven2, four, lowerEven1)),
      madd(lowerOdd3, eighth, madd(lowerOdd2, eight, f32x4.add(v128.load(lower + 7 * stride), lowerOdd1))),
      column,
      row,
    );
  }
}
