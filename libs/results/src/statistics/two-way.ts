import { fUpperTail } from './distributions.ts';
import { meanOf, sumOfSquares } from './estimate.ts';
import type { Variance } from './variance.ts';

/** Cells × seeds without replicates: value = cell + seed + residual. */
export interface TwoWay {
  readonly residual: Variance;
  /** Each cell's own residual variance, as far as the others' do not show in it: unbiased where all are equal. */
  readonly ofCells: readonly Variance[];
  /** P value of the hypothesis that seeds make no difference; absent where nothing varies. */
  readonly seedP?: number;
  /** Share of the variance within a cell that is the seed's (intraclass correlation); absent where nothing varies. */
  readonly correlation?: number;
}

/**
 * Two-way additive model (R. A. Fisher's randomized blocks), and the intraclass correlation from its mean squares (P. E. Shrout
 * and J. L. Fleiss, Psychological Bulletin 86, 1979, p. 420–428: ICC(3,1)).
 * @param cells at least two, each with one value a seed in the same order, at least two.
 */
export function twoWay(cells: readonly (readonly number[])[]): TwoWay {
  const [k, n] = [cells.length, cells[0]!.length];
  const seedMeans = cells[0]!.map((_, seed) => meanOf(cells.map((values) => values[seed]!)));
  const grand = meanOf(seedMeans);
  const squares = cells.map((values) => {
    const beside = values.map((value, seed) => value - seedMeans[seed]!);
    return sumOfSquares(beside, meanOf(beside));
  });
  const degreesOfFreedom = (k - 1) * (n - 1);
  const variance = squares.reduce((sum, square) => sum + square, 0) / degreesOfFreedom;
  const ofSeeds = (k * sumOfSquares(seedMeans, grand)) / (n - 1);
  const varies = ofSeeds + variance > 0;
  return {
    residual: { variance, degreesOfFreedom },
    ofCells: squares.map((square) => ({
      variance: (square / (n - 1)) * (k / (k - 1)),
      degreesOfFreedom: n - 1,
    })),
    ...(varies && {
      seedP: fUpperTail(ofSeeds / variance, n - 1, degreesOfFreedom),
      correlation: (ofSeeds - variance) / (ofSeeds + (k - 1) * variance),
    }),
  };
}
