/**
 * Max pooling of four vectors, by lane: the value and where it came from. As in PyTorch the first maximum in row-major order
 * wins, and NaN comes through. Pooling before the activation gives what pooling after it gives, for all of ours are
 * monotone; where tanh rounds two different values to one, the larger argument is taken and PyTorch takes the first. Equal
 * windows may differ in the last bit, for the columns of F(4, 5) are rounded differently, so that any of them may win; their
 * gradients are equal too.
 */

/** The largest of a, b, c, d; results of `MaxPool.of`. Globals, because a function returns one value. */
export let pooled: v128 = i32x4.splat(0);
/** 0, `column`, `row` or `row + column`, for a, b, c, d. */
export let pooledFrom: v128 = i32x4.splat(0);

export abstract class MaxPool {
  @inline
  static of(a: v128, b: v128, c: v128, d: v128, column: i32, row: i32): void {
    // pmax(x, y) is x where either is NaN, so only a's NaN comes through; the others' bits of all ones are NaN too.
    const unordered = v128.or(v128.or(f32x4.ne(b, b), f32x4.ne(c, c)), f32x4.ne(d, d));
    const value = v128.or(f32x4.pmax(f32x4.pmax(f32x4.pmax(a, b), c), d), unordered);
    const notA = f32x4.ne(a, value);
    const notB = v128.and(notA, f32x4.ne(b, value));
    const notC = v128.and(notB, f32x4.ne(c, value));
    pooled = value;
    pooledFrom = i32x4.add(
      i32x4.add(v128.and(notA, i32x4.splat(column)), v128.and(notB, i32x4.splat(row - column))),
      v128.and(notC, i32x4.splat(column)),
    );
  }
}
