import { meanOf, sumOfSquares } from './estimate.ts';

/** An estimate of a variance. */
export interface Variance {
  readonly variance: number;
  /** How many independent squares it is the mean of; 0 where there is none and `variance` is 0. */
  readonly degreesOfFreedom: number;
}

/** Of a sample of at least one value, about its mean. */
export function sampleVariance(values: readonly number[]): Variance {
  const degreesOfFreedom = values.length - 1;
  if (degreesOfFreedom === 0) return { variance: 0, degreesOfFreedom };
  return { variance: sumOfSquares(values, meanOf(values)) / degreesOfFreedom, degreesOfFreedom };
}

/** One variance from several samples, weighted by degrees of freedom. Undefined where they have none. */
export function pooled(samples: readonly Variance[]): Variance | undefined {
  let [squares, total] = [0, 0];
  for (const { variance, degreesOfFreedom } of samples) {
    squares += variance * degreesOfFreedom;
    total += degreesOfFreedom;
  }
  return total === 0 ? undefined : { variance: squares / total, degreesOfFreedom: total };
}

/**
 * Degrees of freedom of the sum of two independent variances (F. E. Satterthwaite, Biometrics Bulletin 2, 1946, p. 110–114;
 * B. L. Welch, Biometrika 34, 1947, p. 28–35). @param a, b not both 0.
 */
export function satterthwaite(a: Variance, b: Variance): number {
  const share = a.variance / (a.variance + b.variance);
  return 1 / (share ** 2 / a.degreesOfFreedom + (1 - share) ** 2 / b.degreesOfFreedom);
}
