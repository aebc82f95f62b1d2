/**
 * The middle value, of an even number the mean of the two in the middle; infinite values are larger (or smaller) than all others. NaN of
 * nothing.
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted(compare);
  const at = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) return NaN;
  return low === high ? low : (low + high) / 2;
}

/** Infinity − Infinity is not a number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
