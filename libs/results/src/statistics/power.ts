import { chiNodes } from './chi-nodes.ts';
import type { CriticalValue } from './critical-value.ts';
import { normalCdf } from './distributions.ts';

/**
 * Probability that Student's noncentral t is above a bound: (Z + noncentrality) / (S/σ) > bound, averaged over S (N. L. Johnson and
 * B. L. Welch, Biometrika 31, 1940, p. 362–389). Error below 1e-8.
 */
export function noncentralTUpperTail(bound: number, degreesOfFreedom: number, noncentrality: number): number {
  return chiNodes(degreesOfFreedom).reduce(
    (total, { at, weight }) => total + weight * normalCdf(noncentrality - bound * at),
    0,
  );
}

/** Power that is asked for, and the most seeds that are named. */
const POWER = 0.8;
const MOST_SEEDS = 1000;

/**
 * Seeds that each of two cells needs so that a true difference is above its margin with 80 % power.
 * @param difference of the true means, at least 0. @param variance of the difference of two single runs.
 * @param perSeed degrees of freedom of its estimate, by seeds less one. @param critical one-sided.
 * @returns null where it is more than 1,000
 */
export function seedsNeeded(
  difference: number,
  variance: number,
  perSeed: number,
  critical: CriticalValue,
): number | null {
  const powerOf = (seeds: number) => {
    const degreesOfFreedom = perSeed * (seeds - 1);
    const noncentrality = difference * Math.sqrt(seeds / variance);
    return noncentralTUpperTail(critical(degreesOfFreedom), degreesOfFreedom, noncentrality);
  };
  if (difference === 0) return null;
  if (variance === 0) return 2;
  if (powerOf(MOST_SEEDS) < POWER) return null;
  let [tooFew, enough] = [1, MOST_SEEDS];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (powerOf(middle) < POWER) tooFew = middle;
    else enough = middle;
  }
  return enough;
}
