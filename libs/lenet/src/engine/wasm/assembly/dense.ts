/**
 * The one matrix product behind the dense layers' forward pass, input gradient and weight gradient: C (m × n) = A (m × k) · B (k × n),
 * each a view with its strides, B and C with contiguous rows.
 *
 * Loop order: columns of C by 8 (then 4), rows by 4 (then 1), then k into 4 × 2 accumulators: each step two vectors of B and four
 * single floats of A. A panel of B (k × 8) stays in the first-level cache while all rows pass over it. The order of the sum
 * over k is the same for every element and every tile shape.
 */
import { madd } from './vector';

/**
 * @param c rows of n floats, `cRow` bytes apart.
 * @param a element (i, k) at a + i × aRow + k × aStep.
 * @param b row k at b + k × bRow.
 * @param initial n floats that each row of C starts from; 0: C is added to.
 * @param n a multiple of 4.
 */
export function multiply(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  initial: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  let column = 0;
  for (; column + 8 <= n; column += 8) {
    const offset = <usize>column * 4;
    const start = initial ? initial + offset : 0;
    let row = 0;
    for (; row + 4 <= m; row += 4) {
      block4x8(c + offset + <usize>row * cRow, cRow, a + <usize>row * aRow, aRow, aStep, b + offset, bRow, start, k);
    }
    for (; row < m; row++)
      block1x8(c + offset + <usize>row * cRow, a + <usize>row * aRow, aStep, b + offset, bRow, start, k);
  }
  for (; column < n; column += 4) {
    const offset = <usize>column * 4;
    const start = initial ? initial + offset : 0;
    let row = 0;
    for (; row + 4 <= m; row += 4) {
      block4x4(c + offset + <usize>row * cRow, cRow, a + <usize>row * aRow, aRow, aStep, b + offset, bRow, start, k);
    }
    for (; row < m; row++)
      block1x4(c + offset + <usize>row * cRow, a + <usize>row * aRow, aStep, b + offset, bRow, start, k);
  }
}

function block4x8(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  initial: usize,
  k: i32,
): void {
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let s00 = v128.load(initial ? initial : c);
  let s01 = v128.load(initial ? initial : c, 16);
  let s10 = v128.load(initial ? initial : c1);
  let s11 = v128.load(initial ? initial : c1, 16);
  let s20 = v128.load(initial ? initial : c2);
  let s21 = v128.load(initial ? initial : c2, 16);
  let s30 = v128.load(initial ? initial : c3);
  let s31 = v128.load(initial ? initial : c3, 16);
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load32_splat(a1);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load32_splat(a2);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load32_splat(a3);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
    b += bRow;
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

function block4x4(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  initial: usize,
  k: i32,
): void {
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let s0 = v128.load(initial ? initial : c);
  let s1 = v128.load(initial ? initial : c1);
  let s2 = v128.load(initial ? initial : c2);
  let s3 = v128.load(initial ? initial : c3);
  const a1 = a + aRow;
  const a2 = a1 + aRow;
  const a3 = a2 + aRow;
  const end = <usize>k * aStep;
  for (let step: usize = 0; step != end; step += aStep) {
    const b0 = v128.load(b);
    s0 = madd(v128.load32_splat(a + step), b0, s0);
    s1 = madd(v128.load32_splat(a1 + step), b0, s1);
    s2 = madd(v128.load32_splat(a2 + step), b0, s2);
    s3 = madd(v128.load32_splat(a3 + step), b0, s3);
    b += bRow;
  }
  v128.store(c, s0);
  v128.store(c1, s1);
  v128.store(c2, s2);
  v128.store(c3, s3);
}

function block1x8(c: usize, a: usize, aStep: usize, b: usize, bRow: usize, initial: usize, k: i32): void {
  let s0 = v128.load(initial ? initial : c);
  let s1 = v128.load(initial ? initial : c, 16);
  for (; k > 0; k--) {
    const x = v128.load32_splat(a);
    s0 = madd(x, v128.load(b), s0);
    s1 = madd(x, v128.load(b, 16), s1);
    a += aStep;
    b += bRow;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
}

function block1x4(c: usize, a: usize, aStep: usize, b: usize, bRow: usize, initial: usize, k: i32): void {
  let s = v128.load(initial ? initial : c);
  for (; k > 0; k--) {
    s = madd(v128.load32_splat(a), v128.load(b), s);
    a += aStep;
    b += bRow;
  }
  v128.store(c, s);
}

/** Adds each column's sum over the rows to `sums`: a bias gradient. @param columns not padded; sums and rows are, to whole vectors. */
export function addRows(sums: usize, rows: usize, row: usize, m: i32, columns: i32): void {
  for (let column = 0; column < columns; column += 4) {
    let even = v128.load(sums);
    let odd = f32x4.splat(0);
    let from = rows;
    let i = m;
    for (; i > 1; i -= 2) {
      even = f32x4.add(even, v128.load(from));
      odd = f32x4.add(odd, v128.load(from + row));
      from += 2 * row;
    }
    if (i == 1) even = f32x4.add(even, v128.load(from));
    v128.store(sums, f32x4.add(even, odd));
    sums += 16;
    rows += 16;
  }
}
