import type { CriticalValue } from '../statistics/critical-value.ts';
import { satterthwaite, type Variance } from '../statistics/variance.ts';

/**
 * How uncertain differences of cell means are. Cells go by their places.
 *
 * No pair of cells is taken to be more certain than its own values say: where the standard error of their difference by their own
 * variances (of the paired differences, where seeds are blocks) is above the pooled one, it holds with its own degrees of freedom. With few
 * seeds no test of equal variances sees that one cell's is 16 times the others'; without this rule the truly best cell is then
 * called worse in up to a quarter of sweeps (docs/statistics.md).
 */
export interface Differences {
  /** Standard error of the difference of two cells, times the critical value. */
  readonly margin: (i: number, j: number, critical: CriticalValue) => number;
  /** At most the margin of cell i and whichever other one. */
  readonly leastMargin: (i: number, critical: CriticalValue) => number;
  /** Margins of i and j are at most the critical value of `fewest` degrees of freedom times the sum of both. */
  readonly spread: (i: number) => number;
  readonly fewest: number;
}

/** Of two cells alone the pooled and the own variance are the same number, but for rounding; then the own one holds. */
const ROUNDING = 1 - 1e-9;

/**
 * @param sizes values of each cell. @param own each cell's variance. @param residual the pooled one.
 * @param unequal whether the pooled one counts for nothing beside a pair's own; for a cell of one value there is no other.
 */
export function unpairedDifferences(
  sizes: readonly number[],
  own: readonly Variance[],
  residual: Variance,
  unequal: boolean,
): Differences {
  const means = own.map(({ variance, degreesOfFreedom }, at) => ({
    ...{ variance: variance / sizes[at]!, degreesOfFreedom },
    pooled: residual.variance / sizes[at]!,
  }));
  const smallest = residual.variance / Math.max(...new Set(sizes));
  return {
    margin: (i, j, critical) => {
      const [a, b] = [means[i]!, means[j]!];
      const [common, apart] = [a.pooled + b.pooled, a.variance + b.variance];
      const known = a.degreesOfFreedom > 0 && b.degreesOfFreedom > 0;
      if (!known || (!unequal && apart < common * ROUNDING))
        return product(critical, residual.degreesOfFreedom, common);
      return apart === 0 ? 0 : product(critical, satterthwaite(a, b), apart);
    },
    leastMargin: (i, critical) => {
      const { variance, degreesOfFreedom, pooled } = means[i]!;
      if (!unequal) return product(critical, residual.degreesOfFreedom, pooled + smallest);
      return degreesOfFreedom > 0 ? product(critical, residual.degreesOfFreedom, Math.min(variance, pooled)) : 0;
    },
    spread: (i) => Math.sqrt(Math.max(means[i]!.variance, means[i]!.pooled)),
    fewest: Math.max(1, Math.min(...new Set(sizes)) - 1),
  };
}

/**
 * @param rows each cell's values, all in one order of seeds. @param own each cell's variance beside the seeds' means.
 * @param residual the pooled one. @param unequal as in `unpairedDifferences`.
 */
export function pairedDifferences(
  rows: readonly (readonly number[])[],
  own: readonly Variance[],
  residual: Variance,
  unequal: boolean,
): Differences {
  const n = rows[0]!.length;
  const common = (2 * residual.variance) / n;
  return {
    margin: (i, j, critical) => {
      const apart = varianceOfDifferences(rows[i]!, rows[j]!) / n;
      return unequal || apart >= common * ROUNDING
        ? product(critical, n - 1, apart)
        : product(critical, residual.degreesOfFreedom, common);
    },
    leastMargin: (_, critical) => (unequal ? 0 : product(critical, residual.degreesOfFreedom, common)),
    spread: (i) => Math.sqrt(Math.max(own[i]!.variance, residual.variance) / n),
    fewest: n - 1,
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
