import type { Rate } from './compare/comparison.ts';
// @ts-expect-error jstat ships no type declarations.
import jstatModule from 'jstat';

const { studentt } = jstatModule as { studentt: { inv(probability: number, degreesOfFreedom: number): number } };

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

/** Mean and spread; undefined without values. */
export function estimate(values: readonly number[]): Estimate | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  if (!values.every(Number.isFinite)) return { n, mean: NaN, min: NaN, max: NaN, values, ...(n > 1 && { std: NaN }) };
  const mean = meanOf(values);
  const [min, max] = extent(values);
  const spread = { n, mean, min, max, values };
  if (n === 1) return spread;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const std = Math.sqrt(squares / (n - 1));
  const margin = (studentt.inv(0.975, n - 1) * std) / Math.sqrt(n);
  return { ...spread, std, interval: [mean - margin, mean + margin] };
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

/** Arithmetic mean; NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Confidence interval of mean(a) − mean(b) for two independent samples of unlike variances, by Welch's t with the
 * Welch–Satterthwaite degrees of freedom (B. L. Welch, Biometrika 34, 1947, p. 28–35). Undefined where either has fewer
 * than two values or a value is not finite.
 */
export function welchInterval(a: Estimate, b: Estimate, confidence = 0.95): readonly [number, number] | undefined {
  if (a.std === undefined || b.std === undefined) return undefined;
  const [varianceA, varianceB] = [a.std ** 2 / a.n, b.std ** 2 / b.n];
  const variance = varianceA + varianceB;
  const difference = a.mean - b.mean;
  if (!Number.isFinite(difference) || !Number.isFinite(variance)) return undefined;
  if (variance === 0) return [difference, difference];
  const degreesOfFreedom = variance ** 2 / (varianceA ** 2 / (a.n - 1) + varianceB ** 2 / (b.n - 1));
  const margin = studentt.inv(0.5 + confidence / 2, degreesOfFreedom) * Math.sqrt(variance);
  return [difference - margin, difference + margin];
}

/** Items by key, keys in order of first appearance. (Map.groupBy came with Node 21.) */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** A share with its 95 % interval (E. B. Wilson, JASA 22, 1927, p. 209–212); undefined of nothing. */
export function rate(count: number, of: number): Rate | undefined {
  if (of === 0) return undefined;
  const z2 = 1.959964 ** 2;
  const share = count / of;
  const centre = (share + z2 / (2 * of)) / (1 + z2 / of);
  const margin = (Math.sqrt(z2) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return { count, of, low: Math.max(0, centre - margin), high: Math.min(1, centre + margin) };
}
