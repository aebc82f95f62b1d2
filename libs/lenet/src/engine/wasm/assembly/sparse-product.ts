/**
 * C (m × n) += A (m × k) · B (k × n) where much of A is zero: the dense layers' backward pass, whose A is the gradient behind a relu
 * (a quarter to a half of it is not zero).
 *
 * Each row of A becomes a list of its survivors: the address of a row of B, and the gradient. Loop order: 28 columns of C
 * (at the end 24), rows, survivors into 7 (6) accumulators; so a panel of B (k × 28 floats, at most 13 KB) and the lists stay in
 * the first-level cache.
 */
import { ROW_ENDS, ROW_SURVIVORS } from './layout';
import { Survivors } from './survivors';

/**
 * @param c rows of n floats, `cRow` bytes apart.
 * @param a element (i, j) at a + i × aRow + j × aStep.
 * @param b row j at b + j × bRow.
 * @param n a multiple of 4, 120 at least.
 */
export function addSparseProduct(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  const list = <usize>(k + 1) * 8;
  const ends = ROW_ENDS + <usize>m * 4;
  let start = ROW_SURVIVORS;
  for (let row = ROW_ENDS; row < ends; row += 4) {
    let end = start;
    for (let step: usize = 0; step < <usize>k; step++) {
      end = Survivors.append(end, b + step * bRow, load<u32>(a + step * aStep));
    }
    store<usize>(row, end);
    a += aRow;
    start += list;
  }
  // As many passes of seven vectors as leave a multiple of six: from 30 vectors on there is always one.
  const vectors = n / 4;
  let sevens = vectors / 7;
  while ((vectors - 7 * sevens) % 6 != 0) sevens--;
  const middle = <usize>sevens * 112;
  for (let column: usize = 0; column < <usize>n * 4; column += column < middle ? 112 : 96) {
    let to = c + column;
    start = ROW_SURVIVORS;
    for (let row = ROW_ENDS; row < ends; row += 4) {
      const end = load<usize>(row);
      if (column < middle) Survivors.addSeven(start, end, column, to, 0, 16, 32, 48, 64, 80, 96);
      else Survivors.addSix(start, end, column, to, 0, 16, 32, 48, 64, 80);
      to += cRow;
      start += list;
    }
  }
}
