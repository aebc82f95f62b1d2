import { fUpperTail } from './distributions.ts';
import { meanOf, sumOfSquares } from './estimate.ts';
import { groupBy } from './group-by.ts';

/** One crossing of a complete grid. */
export interface CrossedCell {
  /** The level of each factor, from 0. */
  readonly levels: readonly number[];
  /** The same number in every cell. */
  readonly values: readonly number[];
}

export interface AnovaTerm {
  /** Places of the factors: one of a main effect, two of an interaction; empty: all interactions of more than two. */
  readonly factors: readonly number[];
  readonly sumOfSquares: number;
  readonly degreesOfFreedom: number;
  /** Of all variation, η²: shares of all terms and the residual add up to 1. */
  readonly share: number;
  /** Of no effect; absent where each cell has one value, or the values of no cell differ. */
  readonly p?: number;
}

export interface BalancedAnova {
  readonly terms: readonly AnovaTerm[];
  /** Within cells: what differs from seed to seed. */
  readonly residual: { readonly sumOfSquares: number; readonly degreesOfFreedom: number; readonly share: number };
}

/**
 * Analysis of variance of a complete, balanced grid: sums of squares are orthogonal there, so the decomposition is exact and no order of
 * factors matters (R. A. Fisher, "Statistical Methods for Research Workers", 1925; H. Scheffé, "The Analysis of Variance", 1959, ch. 4).
 * @param cells every crossing once, at least two levels of each of at least two factors
 * @returns undefined where all values are the same
 */
export function balancedAnova(cells: readonly CrossedCell[]): BalancedAnova | undefined {
  const factors = cells[0]!.levels.map((_, at) => at);
  const n = cells[0]!.values.length;
  const all = cells.flatMap(({ values }) => values);
  const grand = meanOf(all);
  const total = sumOfSquares(all, grand);
  if (total === 0) return undefined;
  const means = cells.map(({ values }) => meanOf(values));
  const within = cells.reduce((sum, { values }, at) => sum + sumOfSquares(values, means[at]!), 0);
  const levels = factors.map((factor) => new Set(cells.map((cell) => cell.levels[factor])).size);

  /** Of the means over everything but some factors. */
  const between = (chosen: readonly number[]) => {
    const groups = groupBy(cells.keys(), (at) => chosen.map((factor) => cells[at]!.levels[factor]).join(' '));
    return [...groups.values()].reduce((sum, members) => {
      const mean = meanOf(members.map((at) => means[at]!));
      return sum + members.length * n * (mean - grand) ** 2;
    }, 0);
  };
  const mains = factors.map((factor) => ({
    factors: [factor],
    squares: between([factor]),
    degreesOfFreedom: levels[factor]! - 1,
  }));
  const pairs = factors.flatMap((a) =>
    factors.slice(a + 1).map((b) => ({
      factors: [a, b],
      squares: Math.max(0, between([a, b]) - mains[a]!.squares - mains[b]!.squares),
      degreesOfFreedom: mains[a]!.degreesOfFreedom * mains[b]!.degreesOfFreedom,
    })),
  );
  const known = [...mains, ...pairs];
  const higher = {
    factors: [],
    squares: Math.max(0, total - within - known.reduce((sum, { squares }) => sum + squares, 0)),
    degreesOfFreedom: cells.length - 1 - known.reduce((sum, { degreesOfFreedom }) => sum + degreesOfFreedom, 0),
  };
  const residual = { sumOfSquares: within, degreesOfFreedom: cells.length * (n - 1), share: within / total };
  return {
    terms: [...known, ...(factors.length > 2 ? [higher] : [])].map(({ factors: own, squares, degreesOfFreedom }) => ({
      factors: own,
      ...{ sumOfSquares: squares, degreesOfFreedom, share: squares / total },
      ...(within > 0 && {
        p: fUpperTail(
          squares / degreesOfFreedom / (within / residual.degreesOfFreedom),
          degreesOfFreedom,
          residual.degreesOfFreedom,
        ),
      }),
    })),
    residual,
  };
}
