import { remembered, tabulated, type CriticalValue } from '../statistics/critical-value.ts';
import { tQuantile } from '../statistics/distributions.ts';
import { dunnett, type CellsOfSize } from '../statistics/dunnett.ts';
import { groupBy } from '../statistics/group-by.ts';
import type { ComparedCell } from './comparison.ts';
import type { Differences } from './differences.ts';
import type { Fit } from './fit.ts';

/** What is said of a cell: contract of `ComparedCell`. */
export type Verdict = Pick<ComparedCell, 'standing'> & Required<Pick<ComparedCell, 'difference'>>;

/**
 * Nominal confidences of critical values: a little above 95 %, so that what both rules below lose together stays within 5 % where variances are
 * unequal and seeds few, too (docs/statistics.md). `independent` is of cells with a variance each, where the two rules lose unlike cells.
 */
const CONFIDENCE = { common: 0.957, independent: 0.98 } as const;

/** Of one comparison alone: how far ahead of every other one the best must be. */
export const AHEAD = tabulated((degreesOfFreedom) => tQuantile(CONFIDENCE.common, degreesOfFreedom));

/**
 * Multiple comparisons with the best: constrained simultaneous intervals of "this minus the best of the others" (J. C. Hsu, Annals
 * of Statistics 12, 1984, p. 1136–1144; for unlike sizes: Multiple Comparisons, 1996, section 4.2).
 *
 * One cell is also called best where it is ahead of every other by the critical value of a single comparison: though it was
 * chosen after looking, no correction for that is due (S. Gutmann and Z. Maymin, Annals of Statistics 15, 1987, p. 456–461).
 *
 * @param cells at least two, greatest mean first; greater is better.
 */
export function compareWithBest(
  cells: readonly { readonly n: number; readonly mean: number }[],
  { kind, differences }: Pick<Fit, 'kind' | 'differences'>,
): Verdict[] {
  const means = cells.map(({ mean }) => mean);
  const criticalOf = criticalValues(
    cells.map(({ n }) => n),
    kind,
  );
  const ahead = means.every((mean, j) => j === 0 || means[0]! - mean > differences.margin(0, j, AHEAD));
  const highs = means.map((_, i) => highOf(i, means, differences, criticalOf(i)));
  const contenders = ahead ? [0] : highs.flatMap((high, i) => (high >= 0 ? [i] : []));
  const could = new Set(contenders);
  const lowOf = lowsBeside(contenders, means, differences, criticalOf);
  return means.map((mean, i) => {
    const estimate = mean - means[i === 0 ? 1 : 0]!;
    if (!could.has(i)) return { standing: 'not-best', difference: { estimate, low: lowOf(i), high: 0 } };
    if (could.size === 1) return { standing: 'best', difference: { estimate, low: 0, high: highs[i]! } };
    return { standing: 'could-be-best', difference: { estimate, low: Math.min(0, lowOf(i)), high: highs[i]! } };
  });
}

/** Others that one cell is compared with closely at most, so that 10,000 cells take no second; beyond them bounds are wider, and hold. */
const CLOSELY = 100;

/** How much cell i may be better than the best of the others; negative where one of them is better. */
function highOf(i: number, means: readonly number[], differences: Differences, critical: CriticalValue): number {
  const least = differences.leastMargin(i, critical);
  let high = Infinity;
  for (let j = 0; j < means.length && j <= CLOSELY; j += 1) {
    if (j === i) continue;
    const ahead = means[i]! - means[j]!;
    if (ahead + least >= high) break;
    high = Math.min(high, ahead + differences.margin(i, j, critical));
  }
  return high;
}

/** How much a cell may be worse than the best of the others, which is one of the contenders; of each cell that is not best alone. */
function lowsBeside(
  contenders: readonly number[],
  means: readonly number[],
  differences: Differences,
  criticalOf: (j: number) => CriticalValue,
): (i: number) => number {
  const most = Math.max(...new Set(contenders.map((j) => criticalOf(j)(differences.fewest))));
  const reach = (j: number) => means[j]! + most * differences.spread(j);
  const farthest = contenders.map((j) => ({ j, reach: reach(j) })).sort((a, b) => b.reach - a.reach);
  return (i) => {
    const spread = most * differences.spread(i);
    let high = -Infinity;
    for (const [at, { j, reach }] of farthest.entries()) {
      if (reach + spread <= high) break;
      if (at > CLOSELY) high = reach + spread;
      else if (j !== i) high = Math.max(high, means[j]! + differences.margin(j, i, criticalOf(j)));
    }
    return means[i]! - high;
  };
}

/** Of comparisons with cell i. */
function criticalValues(sizes: readonly number[], kind: Fit['kind']): (i: number) => CriticalValue {
  const bySize = [...groupBy(sizes, (n) => n)].map(([n, cells]) => ({ n, cells: cells.length }));
  const ofSize = new Map(
    bySize.map(({ n }) => {
      const others = bySize.map((size) => ({ ...size, cells: size.n === n ? size.cells - 1 : size.cells }));
      const critical =
        kind === 'unequal'
          ? independent(sizes.length - 1, n)
          : DUNNETT({ n, others: others.filter(({ cells }) => cells > 0) });
      return [n, critical] as const;
    }),
  );
  return (i) => ofSize.get(sizes[i]!)!;
}

const DUNNETT = remembered(({ n, others }: { readonly n: number; readonly others: readonly CellsOfSize[] }) => {
  const quantile = dunnett(n, others);
  return tabulated((degreesOfFreedom) => quantile(CONFIDENCE.common, degreesOfFreedom));
});

/**
 * Cells of unequal variances share no estimate of one, so that their statistics are nearly independent (Z. Šidák, Journal of the American
 * Statistical Association 62, 1967, p. 626–633). Far out in the tails Welch's degrees of freedom are too many for few values; those of
 * the cell itself are not (M. R. Mickey and M. B. Brown, Annals of Mathematical Statistics 37, 1966, p. 639–642).
 */
function independent(others: number, n: number): CriticalValue {
  const critical = INDEPENDENT(others);
  return (degreesOfFreedom) => critical(n > 1 ? Math.min(degreesOfFreedom, n - 1) : degreesOfFreedom);
}

const INDEPENDENT = remembered((others: number) =>
  tabulated((degreesOfFreedom) => tQuantile(CONFIDENCE.independent ** (1 / others), degreesOfFreedom)),
);
