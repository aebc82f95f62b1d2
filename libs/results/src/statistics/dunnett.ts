import { chiNodes, type Node } from './chi-nodes.ts';
import { normalCdf, tQuantile } from './distributions.ts';
import { interpolated } from './interpolated.ts';

/** How many other cells have so many values each. */
export interface CellsOfSize {
  readonly n: number;
  readonly cells: number;
}

/**
 * One-sided critical values of comparisons with one mean (C. W. Dunnett, Journal of the American Statistical Association 50, 1955,
 * p. 1096–1121): the d with P(max over j of (X_j − X_0) / (S · sqrt(1/n_j + 1/n_0)) ≤ d) = confidence where all true means are equal
 * and S² estimates their common variance. The statistics correlate by ρ_jl = λ_j · λ_l with λ_j = (1 + n_0/n_j)^−½, so that the
 * probability is a double integral (J. C. Hsu, Multiple Comparisons: Theory and Methods, 1996, chapter 3), here a sum over nodes of the
 * normal and the chi distribution. Relative error below 1e-6.
 *
 * @param n values of the one mean. @param others at least one cell.
 */
export function dunnett(
  n: number,
  others: readonly CellsOfSize[],
): (confidence: number, degreesOfFreedom: number) => number {
  const count = others.reduce((sum, { cells }) => sum + cells, 0);
  const below = greatestDifference(n, others);
  return (confidence, degreesOfFreedom) => {
    // One comparison alone and Bonferroni's inequality bound it.
    const low = tQuantile(confidence, degreesOfFreedom);
    if (count === 1) return low;
    const high = tQuantile(1 - (1 - confidence) / count, degreesOfFreedom);
    const nodes = chiNodes(degreesOfFreedom);
    const probabilityOf = (d: number) => nodes.reduce((total, { at, weight }) => total + weight * below(d * at), 0);
    return rootBetween(low, high, (d) => probabilityOf(d) - confidence);
  };
}

/** Distribution function, from 0 on, of the greatest difference in its standard errors where the variance is known. */
function greatestDifference(n: number, others: readonly CellsOfSize[]): (bound: number) => number {
  const groups = others.map((group) => {
    const lambda = 1 / Math.sqrt(1 + n / group.n);
    return { cells: group.cells, slope: lambda / Math.sqrt(1 - lambda ** 2), scale: 1 / Math.sqrt(1 - lambda ** 2) };
  });
  const table = interpolated((place) => greatestBelow(groups, place / PER_UNIT), SURE * PER_UNIT);
  return (bound) => (bound < SURE ? table(bound * PER_UNIT) : 1);
}

/** Nodes of `greatestDifference` in each unit; the bound that not one of 10,000 differences is above. */
const PER_UNIT = 64;
const SURE = 9;

type Group = { readonly cells: number; readonly slope: number; readonly scale: number };

/** Given the one mean, differences are independent. */
function greatestBelow(groups: readonly Group[], bound: number): number {
  let total = 0;
  for (const { at, weight } of NORMAL_NODES) {
    let logarithm = 0;
    for (const { cells, slope, scale } of groups) logarithm += cells * Math.log(normalCdf(slope * at + scale * bound));
    total += weight * Math.exp(logarithm);
  }
  return total;
}

const NORMAL_NODES: readonly Node[] = normalNodes(0.2, 7);

function normalNodes(step: number, reach: number): Node[] {
  const half = Math.round(reach / step);
  return Array.from({ length: 2 * half + 1 }, (_, index) => {
    const at = (index - half) * step;
    return { at, weight: (step * Math.exp(-(at ** 2) / 2)) / Math.sqrt(2 * Math.PI) };
  });
}

/**
 * Where an increasing function is zero, by false position; a bound that stays gets half its weight (the Illinois rule).
 * @param low not above the root. @param high not below it.
 */
function rootBetween(low: number, high: number, f: (x: number) => number): number {
  let [below, above] = [f(low), f(high)];
  let stayed: 'low' | 'high' | undefined;
  while (high - low > 1e-9 * high) {
    const guess = (low * above - high * below) / (above - below);
    const value = f(guess);
    if (Math.abs(value) < 1e-10) return guess;
    if (value < 0) {
      [low, below] = [guess, value];
      if (stayed === 'high') above /= 2;
      stayed = 'high';
    } else {
      [high, above] = [guess, value];
      if (stayed === 'low') below /= 2;
      stayed = 'low';
    }
  }
  return high;
}
