import { tQuantile } from './distributions.ts';
import type { Estimate } from './estimate.ts';

type Sample = Pick<Estimate, 'n' | 'mean' | 'std'>;

/**
 * Confidence interval of mean(a) − mean(b) for two independent samples of unlike variances, by Welch's t with the
 * Welch–Satterthwaite degrees of freedom (B. L. Welch, Biometrika 34, 1947, p. 28–35). Undefined where either has fewer
 * than two values or a value is not finite.
 */
export function welchInterval(a: Sample, b: Sample, confidence = 0.95): readonly [number, number] | undefined {
  if (a.std === undefined || b.std === undefined) return undefined;
  const [varianceA, varianceB] = [a.std ** 2 / a.n, b.std ** 2 / b.n];
  const variance = varianceA + varianceB;
  const difference = a.mean - b.mean;
  if (!Number.isFinite(difference) || !Number.isFinite(variance)) return undefined;
  if (variance === 0) return [difference, difference];
  const degreesOfFreedom = variance ** 2 / (varianceA ** 2 / (a.n - 1) + varianceB ** 2 / (b.n - 1));
  const margin = tQuantile(0.5 + confidence / 2, degreesOfFreedom) * Math.sqrt(variance);
  return [difference - margin, difference + margin];
}
