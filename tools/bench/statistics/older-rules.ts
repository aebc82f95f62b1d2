import { dunnett } from '../../../libs/results/src/statistics/dunnett.ts';
import { estimate } from '../../../libs/results/src/statistics/estimate.ts';
import { remembered } from '../../../libs/results/src/statistics/critical-value.ts';
import { pooled, sampleVariance } from '../../../libs/results/src/statistics/variance.ts';
import { welchInterval } from '../../../libs/results/src/statistics/welch.ts';
import type { DrawnCell } from './condition.ts';

/** The cells that a rule leaves as possibly best; more is better. */
export type Rule = (cells: readonly DrawnCell[]) => ReadonlySet<string>;

/** What was there before: the greatest mean against the next one, by Welch's interval; nothing is said of others. */
export const bestAgainstNext: Rule = (cells) => {
  const ranked = cells
    .map((cell) => ({ id: cell.cellId, estimate: estimate(cell.values)! }))
    .sort((a, b) => b.estimate.mean - a.estimate.mean);
  const interval = welchInterval(ranked[0].estimate, ranked[1].estimate);
  return new Set((interval !== undefined && interval[0] > 0 ? ranked.slice(0, 1) : ranked).map(({ id }) => id));
};

const critical = remembered(({ n, others, df }: { n: number; others: number; df: number }) =>
  dunnett(n, [{ n, cells: others }])(0.95, df),
);

/** Hsu's comparisons as in the textbook: one pooled variance, cells of one size. */
export const textbook: Rule = (cells) => {
  const n = cells[0].values.length;
  const { variance, degreesOfFreedom } = pooled(cells.map(({ values }) => sampleVariance(values)))!;
  const margin = critical({ n, others: cells.length - 1, df: degreesOfFreedom }) * Math.sqrt((2 * variance) / n);
  const means = cells.map(({ cellId, values }) => ({ cellId, mean: values.reduce((a, b) => a + b, 0) / n }));
  const greatest = Math.max(...means.map(({ mean }) => mean));
  return new Set(means.filter(({ mean }) => greatest - mean < margin).map(({ cellId }) => cellId));
};
