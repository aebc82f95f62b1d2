// @ts-expect-error jstat ships no type declarations.
import jstatModule from 'jstat';

interface Jstat {
  readonly erf: (x: number) => number;
  readonly ibeta: (x: number, a: number, b: number) => number;
  readonly lowRegGamma: (a: number, x: number) => number;
  readonly studentt: { inv(probability: number, degreesOfFreedom: number): number };
}

const jstat = (jstatModule as { jStat: Jstat }).jStat;

/** Degrees of freedom beyond which t is normal to seven digits; jstat's quantiles get worse from there on. */
const NORMAL = 1e7;

/** Quantile of Student's t; relative error below 1e-6. */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  return jstat.studentt.inv(probability, Math.min(degreesOfFreedom, NORMAL));
}

/** Probability that a standard normal variable is at most x; absolute error below 1e-15, so not for far lower tails. */
export function normalCdf(x: number): number {
  return 0.5 * (1 + jstat.erf(x * Math.SQRT1_2));
}

/** Probability that F is above x. Computed as the upper tail, so that a tiny one does not vanish in 1 − cdf. */
export function fUpperTail(x: number, numerator: number, denominator: number): number {
  if (x === Infinity) return 0;
  return jstat.ibeta(denominator / (denominator + numerator * x), denominator / 2, numerator / 2);
}

/** Probability that chi-squared is above x; 0 where that is below 1e-15. */
export function chiSquareUpperTail(x: number, degreesOfFreedom: number): number {
  return x === Infinity ? 0 : 1 - jstat.lowRegGamma(degreesOfFreedom / 2, x / 2);
}
