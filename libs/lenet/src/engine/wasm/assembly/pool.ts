/**
 * Max pooling of four vectors, by lane: the value and where it came from. As in PyTorch the first maximum in row-major order wins, and a
 * NaN wins over everything before it. Pooling before the activation gives what pooling after it gives, for all of ours are
 * monotone; where tanh rounds two different values to one, the larger argument is taken and PyTorch takes the first.
 */

/** The largest of a, b, c, d; results of `pool`. Globals, because a function returns one value; inlining removes them. */
export let pooled: v128 = i32x4.splat(0);
/** 0, `column`, `row` or `row + column`, for a, b, c, d. */
export let pooledFrom: v128 = i32x4.splat(0);

export abstract class MaxPool {
  @inline
  static of(a: v128, b: v128, c: v128, d: v128, column: i32, row: i32): void {
    const right = wins(b, a);
    let value = v128.bitselect(b, a, right);
    let from = v128.and(right, i32x4.splat(column));
    const below = wins(c, value);
    value = v128.bitselect(c, value, below);
    from = v128.bitselect(i32x4.splat(row), from, below);
    const last = wins(d, value);
    pooled = v128.bitselect(d, value, last);
    pooledFrom = v128.bitselect(i32x4.splat(row + column), from, last);
  }
}

function wins(candidate: v128, best: v128): v128 {
  return v128.or(f32x4.gt(candidate, best), f32x4.ne(candidate, candidate));
}
