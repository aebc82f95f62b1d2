import type { CriticalValue } from '../statistics/critical-value.ts';
import { satterthwaite, type Variance } from '../statistics/variance.ts';

/** How uncertain differences of cell means are. Cells go by their places. */
export interface Differences {
  /** Standard error of the difference of two cells, times the critical value of its degrees of freedom. */
  readonly margin: (i: number, j: number, critical: CriticalValue) => number;
  /** At most the margin of cell i and whichever other one. */
  readonly leastMargin: (i: number, critical: CriticalValue) => number;
  /** The margin of i and j is at most the sum of both, times the critical value of `fewest` degrees of freedom. */
  readonly spread: (i: number) => number;
  readonly fewest: number;
  /** Of the difference of one run of cell i and one of j: what more seeds would have to overcome. */
  readonly single: (i: number, j: number) => Single;
}

interface Single {
  readonly variance: number;
  /** Degrees of freedom of the pair's own standard error, by seeds less one. */
  readonly perSeed: number;
}

/** Of two cells alone the pooled and the own variance are the same number, but for rounding; then the own one holds. */
const ROUNDING = 1 - 1e-9;

/**
 * One variance for all cells, with a reservation: no pair is taken to be more certain than its own values say. Where the standard error
 * of their difference by their own variances is above the pooled one, it holds with its own degrees of freedom. With few seeds no
 * test of equal variances sees that one cell's is 16 times the others'; without this rule the truly best cell is then called
 * worse in up to a quarter of sweeps (docs/statistics.md).
 *
 * @param sizes values of each cell. @param own each cell's variance. @param residual the pooled one.
 */
export function pooledDifferences(sizes: readonly number[], own: readonly Variance[], residual: Variance): Differences {
  const apart = ownDifferences(sizes, own, residual);
  const common = sizes.map((n) => residual.variance / n);
  const smallest = residual.variance / Math.max(...new Set(sizes));
  const largest = own.map(({ variance }, at) => Math.sqrt(Math.max(variance / sizes[at]!, common[at]!)));
  return {
    margin: (i, j, critical) => {
      const variance = common[i]! + common[j]!;
      const byOwn = own[i]!.variance / sizes[i]! + own[j]!.variance / sizes[j]!;
      return byOwn >= variance * ROUNDING
        ? apart.margin(i, j, critical)
        : product(critical, residual.degreesOfFreedom, variance);
    },
    leastMargin: (i, critical) => product(critical, residual.degreesOfFreedom, common[i]! + smallest),
    spread: (i) => largest[i]!,
    fewest: apart.fewest,
    single: () => {
      const most = residual.degreesOfFreedom / (Math.max(...new Set(sizes)) - 1);
      return { variance: 2 * residual.variance, perSeed: Math.min(2, most) };
    },
  };
}

/**
 * Each cell's own variance, with Welch's degrees of freedom; for a cell of one value there is no other than the pooled one.
 * @param sizes, own, residual as of `pooledDifferences`
 */
export function ownDifferences(sizes: readonly number[], own: readonly Variance[], residual: Variance): Differences {
  const means = own.map((ofCell, at) => {
    const { variance, degreesOfFreedom } = ofCell.degreesOfFreedom > 0 ? ofCell : residual;
    return { variance: variance / sizes[at]!, degreesOfFreedom };
  });
  return {
    margin: (i, j, critical) => {
      const variance = means[i]!.variance + means[j]!.variance;
      if (variance === 0) return 0;
      // Two cells of a block design have fewer degrees of freedom than their two variances would, as these are the same squares.
      const degreesOfFreedom = Math.min(satterthwaite(means[i]!, means[j]!), residual.degreesOfFreedom);
      return product(critical, degreesOfFreedom, variance);
    },
    leastMargin: (i, critical) => product(critical, residual.degreesOfFreedom, means[i]!.variance),
    spread: (i) => Math.sqrt(means[i]!.variance),
    fewest: means.reduce((fewest, { degreesOfFreedom }) => Math.min(fewest, degreesOfFreedom), Infinity),
    single: (i, j) => {
      const [a, b] = [means[i]!.variance * sizes[i]!, means[j]!.variance * sizes[j]!];
      const alike = { degreesOfFreedom: 1 };
      return { variance: a + b, perSeed: satterthwaite({ variance: a, ...alike }, { variance: b, ...alike }) };
    },
  };
}

/**
 * Differences within seeds, each pair's by itself: right whatever the variances and correlations of cells.
 * @param rows each cell's values, all in one order of seeds, at least two
 */
export function pairedDifferences(rows: readonly (readonly number[])[], own: readonly Variance[]): Differences {
  const n = rows[0]!.length;
  return {
    margin: (i, j, critical) => product(critical, n - 1, varianceOfDifferences(rows[i]!, rows[j]!) / n),
    leastMargin: () => 0,
    spread: (i) => Math.sqrt(own[i]!.variance / n),
    fewest: n - 1,
    single: (i, j) => ({ variance: varianceOfDifferences(rows[i]!, rows[j]!), perSeed: 1 }),
  };
}

function product(critical: CriticalValue, degreesOfFreedom: number, variance: number): number {
  return variance === 0 ? 0 : critical(degreesOfFreedom) * Math.sqrt(variance);
}

function varianceOfDifferences(a: readonly number[], b: readonly number[]): number {
  let mean = 0;
  for (let seed = 0; seed < a.length; seed += 1) mean += (a[seed]! - b[seed]!) / a.length;
  let squares = 0;
  for (let seed = 0; seed < a.length; seed += 1) squares += (a[seed]! - b[seed]! - mean) ** 2;
  return squares / (a.length - 1);
}
