/** Arithmetic that every kernel shares. */

/** a × b + c: rounded once in the relaxed-SIMD variant on processors that can, twice in the plain one. */
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** Whether madd rounds once here. (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ exactly and 0 with the product rounded. */
export function roundsOnce(): bool {
  const x = f32x4.splat(load<f32>(changetype<usize>(PROBE)));
  const sum = madd(x, x, f32x4.splat(-1.00048828125));
  return f32x4.extract_lane(sum, 0) != 0;
}

/** In memory, so that no compiler computes the answer. */
const PROBE = memory.data<f32>([1.000244140625]);

/**
 * x, with 0 for magnitudes below 2^exponent; NaN and infinities stay. A processor needs over a hundred cycles for a product with a
 * subnormal number, and an average that decays ends in those. Compared as integers, which is never slow.
 */
export function flush(x: v128, exponent: i32): v128 {
  const magnitude = v128.and(x, i32x4.splat(0x7fffffff));
  return v128.and(x, i32x4.ge_s(magnitude, i32x4.splat((exponent + 127) << 23)));
}

/** Sum of the lanes, pairwise. */
export function sumLanes(v: v128): f32 {
  const halves = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
}

/**
 * eˣ for x ≤ 88, within 2 units in the last place; below −87 it stays e⁻⁸⁷. NaN gives NaN. Range reduction by ln 2 in two
 * parts and a polynomial of degree 5, with the coefficients of Cephes' expf.
 */
export function exp(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127));
  return f32x4.mul(p, i32x4.shl(exponent, 23));
}

/**
 * tanh, within 2 units in the last place. NaN gives NaN. By eˣ from |x| = 0.625, below it by an odd polynomial, with the
 * coefficients of Cephes' tanhf.
 */
export function tanh(x: v128): v128 {
  const magnitude = f32x4.abs(x);
  const e = exp(f32x4.pmin(f32x4.add(magnitude, magnitude), f32x4.splat(40)));
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), magnitude), magnitude);
  const unsigned = v128.bitselect(near, far, f32x4.lt(magnitude, f32x4.splat(0.625)));
  return v128.or(unsigned, v128.and(x, i32x4.splat(0x80000000)));
}
