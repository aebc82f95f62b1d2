import { fUpperTail, tQuantile } from '../statistics/distributions.ts';
import { meanOf, sumOfSquares } from '../statistics/estimate.ts';

/** The difference of two samples' means, second minus first. */
export interface TwoSamples {
  /** paired: differences within common seeds; welch: two independent samples of unlike variances. */
  readonly test: 'paired' | 'welch';
  readonly difference: number;
  /** 95 %, of this difference alone; absent where one seed of each says nothing of the spread. */
  readonly interval?: readonly [number, number];
  /** Two-sided, of no difference; absent as the interval is. */
  readonly p?: number;
}

/** Value of one seed. */
export type BySeed = ReadonlyMap<number, number>;

/**
 * By the t test of the differences within seeds where both have the same ones ("Student", Biometrika 6, 1908, p. 1–25), else by Welch's
 * (Biometrika 34, 1947, p. 28–35). All values must be finite, and each sample has one.
 */
export function compareSamples(first: BySeed, second: BySeed): TwoSamples {
  const isPaired = first.size === second.size && [...first.keys()].every((seed) => second.has(seed));
  return isPaired
    ? paired([...first].map(([seed, value]) => second.get(seed)! - value))
    : welch([...first.values()], [...second.values()]);
}

function paired(differences: readonly number[]): TwoSamples {
  const n = differences.length;
  const difference = meanOf(differences);
  if (n < 2) return { test: 'paired', difference };
  const variance = sumOfSquares(differences, difference) / (n - 1) / n;
  return { test: 'paired', difference, ...inference(difference, variance, n - 1) };
}

function welch(first: readonly number[], second: readonly number[]): TwoSamples {
  const [a, b] = [first, second].map((values) => {
    const mean = meanOf(values);
    return { mean, n: values.length, variance: sumOfSquares(values, mean) / (values.length - 1) / values.length };
  }) as [Sample, Sample];
  const difference = b.mean - a.mean;
  if (a.n < 2 || b.n < 2) return { test: 'welch', difference };
  const variance = a.variance + b.variance;
  const degreesOfFreedom = variance ** 2 / (a.variance ** 2 / (a.n - 1) + b.variance ** 2 / (b.n - 1));
  return { test: 'welch', difference, ...inference(difference, variance, degreesOfFreedom) };
}

interface Sample {
  readonly mean: number;
  readonly n: number;
  /** Of the mean. */
  readonly variance: number;
}

/** @param variance of the difference */
function inference(difference: number, variance: number, degreesOfFreedom: number): Pick<TwoSamples, 'interval' | 'p'> {
  if (variance === 0) return { interval: [difference, difference], p: difference === 0 ? 1 : 0 };
  const margin = tQuantile(0.975, degreesOfFreedom) * Math.sqrt(variance);
  return {
    interval: [difference - margin, difference + margin],
    // Two tails of t are one of its square.
    p: fUpperTail(difference ** 2 / variance, 1, degreesOfFreedom),
  };
}

/**
 * P values corrected for their number, in the order given: an effect called significant where its own is at most 0.05 is none in at most
 * 5 % of all such families (S. Holm, Scandinavian Journal of Statistics 6, 1979, p. 65–70).
 */
export function holm(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((a, b) => ps[a]! - ps[b]!);
  const adjusted: number[] = [];
  let most = 0;
  for (const [rank, at] of order.entries()) {
    most = Math.max(most, Math.min(1, (ps.length - rank) * ps[at]!));
    adjusted[at] = most;
  }
  return adjusted;
}
