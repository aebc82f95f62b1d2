import { tQuantile } from './distributions.ts';

/** What several seeds of one cell gave. */
export interface Estimate {
  readonly n: number;
  /** NaN where a value is not finite: a mean over the luckier seeds would mislead. */
  readonly mean: number;
  /** Sample standard deviation (divided by n − 1); absent for one value. */
  readonly std?: number;
  /** 95 % confidence interval of the mean by Student's t; absent for one value, or where a value is not finite. */
  readonly interval?: readonly [number, number];
  readonly min: number;
  readonly max: number;
  /** All single values, in the order of the cell's seeds. */
  readonly values: readonly number[];
}

/** Mean, spread and interval; undefined without values. */
export function estimate(values: readonly number[], confidence = 0.95): Estimate | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  if (!values.every(Number.isFinite)) return { n, mean: NaN, min: NaN, max: NaN, values, ...(n > 1 && { std: NaN }) };
  const mean = meanOf(values);
  const [min, max] = extent(values);
  const spread = { n, mean, min, max, values };
  if (n === 1) return spread;
  const std = standardDeviation(values, mean, Math.max(max - mean, mean - min));
  const margin = (tQuantile(0.5 + confidence / 2, n - 1) * std) / Math.sqrt(n);
  return { ...spread, std, interval: [mean - margin, mean + margin] };
}

/** @param reach the greatest distance from the mean; a power of two near it keeps squares from being too large or small for a number. */
function standardDeviation(values: readonly number[], mean: number, reach: number): number {
  if (reach === 0) return 0;
  const scale = 2 ** Math.floor(Math.log2(reach));
  const squares = values.reduce((sum, value) => sum + ((value - mean) / scale) ** 2, 0);
  return scale * Math.sqrt(squares / (values.length - 1));
}

/** Smallest and largest; infinite the wrong way round of nothing. For any number of values, unlike Math.min(...values). */
export function extent(values: Iterable<number>): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** Arithmetic mean; exactly their value where all are the same, NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  let sum = 0;
  let same = true;
  for (const value of values) {
    sum += value;
    same &&= value === values[0];
  }
  return same && values.length > 0 ? values[0]! : sum / values.length;
}

/** Squared distances from a mean, added up. */
export function sumOfSquares(values: readonly number[], mean: number): number {
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
