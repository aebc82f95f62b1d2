import { logGamma, normalCdf, tQuantile } from './distributions.ts';

/** How many other cells have the same number of values. */
export interface Comparators {
  /** Values of each. */
  readonly n: number;
  readonly cells: number;
}

/**
 * One-sided critical value of comparisons with one mean (C. W. Dunnett, Journal of the American Statistical Association 50, 1955,
 * p. 1096–1121): the d with P(max over j of (X_j − X_0) / (S · sqrt(1/n_j + 1/n_0)) ≤ d) = confidence, where all true means are equal
 * and S² is an estimate of their common variance. The statistics correlate by ρ_jl = λ_j · λ_l with λ_j = (1 + n_0/n_j)^−½, so that the
 * probability is a double integral (J. C. Hsu, Multiple Comparisons, 1996, p. 50–52), taken by the trapezoidal rule over a normal and
 * the logarithm of a chi variable. Error below 1e-6.
 */
export function dunnettQuantile(
  confidence: number,
  n: number,
  others: readonly Comparators[],
  degreesOfFreedom: number,
): number {
  const count = others.reduce((sum, { cells }) => sum + cells, 0);
  // One comparison alone, and Bonferroni's inequality, bound it.
  let low = tQuantile(confidence, degreesOfFreedom);
  if (count === 1) return low;
  let high = tQuantile(1 - (1 - confidence) / count, degreesOfFreedom);
  const probabilityOf = maximumOfDifferences(n, others, degreesOfFreedom);
  let [below, above] = [probabilityOf(low) - confidence, probabilityOf(high) - confidence];
  // Regula falsi with the Illinois change: a bound that stays gets half its weight.
  for (let side = 0; high - low > 1e-9 * high;) {
    const guess = above === below ? (low + high) / 2 : (low * above - high * below) / (above - below);
    const distance = probabilityOf(guess) - confidence;
    if (Math.abs(distance) < 1e-10) return guess;
    if (distance < 0) {
      [low, below] = [guess, distance];
      if (side === -1) above /= 2;
      side = -1;
    } else {
      [high, above] = [guess, distance];
      if (side === 1) below /= 2;
      side = 1;
    }
  }
  return high;
}

/** Distribution function of the greatest studentized difference. */
function maximumOfDifferences(n: number, others: readonly Comparators[], degreesOfFreedom: number) {
  const scales = chiNodes(degreesOfFreedom);
  const factors = others.map((group) => {
    const lambda = 1 / Math.sqrt(1 + n / group.n);
    return { cells: group.cells, lambda, rest: Math.sqrt(1 - lambda ** 2) };
  });
  return (d: number): number => {
    let total = 0;
    for (const { at: scale, weight } of scales) {
      let given = 0;
      for (const { at: z, weight: density } of NORMAL_NODES) {
        let logarithm = 0;
        for (const { cells, lambda, rest } of factors)
          logarithm += cells * Math.log(normalCdf((lambda * z + d * scale) / rest));
        given += density * Math.exp(logarithm);
      }
      total += weight * given;
    }
    return total;
  };
}

interface Node {
  readonly at: number;
  readonly weight: number;
}

const NORMAL_NODES = normalNodes();

function normalNodes(): Node[] {
  const step = 0.2;
  return Array.from({ length: 71 }, (_, index) => {
    const at = (index - 35) * step;
    return { at, weight: (step * Math.exp(-(at ** 2) / 2)) / Math.sqrt(2 * Math.PI) };
  });
}

/** Of S/σ: its square, times the degrees of freedom, is chi-squared. Its logarithm has a standard deviation near (2 df)^−½. */
function chiNodes(degreesOfFreedom: number): Node[] {
  const half = degreesOfFreedom / 2;
  const constant = Math.log(2) + half * Math.log(half) - logGamma(half);
  const step = 0.4 / Math.sqrt(2 * degreesOfFreedom + 1);
  const nodes: Node[] = [];
  const add = (u: number) => {
    const weight = step * Math.exp(constant + degreesOfFreedom * (u - Math.exp(2 * u) / 2));
    if (weight > 1e-13) nodes.push({ at: Math.exp(u), weight });
    return weight > 1e-13;
  };
  for (let index = 0; add(index * step); index += 1);
  for (let index = -1; add(index * step); index -= 1);
  return nodes;
}
