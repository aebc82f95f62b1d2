import { meanOf, sumOfSquares } from './estimate.ts';

/** Values of one cell, or of one seed over the cells. */
export type Group = readonly number[];

/** What is left of the values beside the means that a model takes out. */
export interface Residual {
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/** One-way model, cells alone: the pooled variance within cells. Undefined where no cell has two values. */
export function pooledResidual(cells: readonly Group[]): Residual | undefined {
  const degreesOfFreedom = cells.reduce((sum, { length }) => sum + length - 1, 0);
  if (degreesOfFreedom === 0) return undefined;
  const squares = cells.reduce((sum, values) => sum + sumOfSquares(values, meanOf(values)), 0);
  return { variance: squares / degreesOfFreedom, degreesOfFreedom };
}

/** Analysis of variance of cells × seeds without replicates. */
export interface TwoWay {
  readonly residual: Residual;
  /** Mean square of the seeds. */
  readonly seeds: Residual;
}

/** Two-way additive model. @param cells at least two, each with one value a seed in the same order, at least two. */
export function twoWay(cells: readonly Group[]): TwoWay {
  const [k, n] = [cells.length, cells[0]!.length];
  const cellMeans = cells.map(meanOf);
  const seedMeans = cells[0]!.map((_, seed) => meanOf(cells.map((values) => values[seed]!)));
  const grand = meanOf(cellMeans);
  let squares = 0;
  cells.forEach((values, cell) => {
    values.forEach((value, seed) => (squares += (value - cellMeans[cell]! - seedMeans[seed]! + grand) ** 2));
  });
  const between = { variance: (k * sumOfSquares(seedMeans, grand)) / (n - 1), degreesOfFreedom: n - 1 };
  const degreesOfFreedom = (k - 1) * (n - 1);
  return { residual: { variance: squares / degreesOfFreedom, degreesOfFreedom }, seeds: between };
}
