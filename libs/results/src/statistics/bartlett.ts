import { chiSquareUpperTail } from './distributions.ts';
import { pooled, type Variance } from './variance.ts';

/**
 * P value of the hypothesis that normal samples have one variance (M. S. Bartlett, Proceedings of the Royal Society A 160, 1937,
 * p. 268–282). Samples of one value say nothing. Undefined where fewer than two samples have two values, or none of them varies.
 */
export function bartlettTest(samples: readonly Variance[]): number | undefined {
  const told = samples.filter(({ degreesOfFreedom }) => degreesOfFreedom > 0);
  const all = pooled(told);
  if (told.length < 2 || all === undefined || all.variance === 0) return undefined;
  let statistic = all.degreesOfFreedom * Math.log(all.variance);
  let reciprocals = -1 / all.degreesOfFreedom;
  for (const { variance, degreesOfFreedom } of told) {
    statistic -= degreesOfFreedom * Math.log(variance);
    reciprocals += 1 / degreesOfFreedom;
  }
  const correction = 1 + reciprocals / (3 * (told.length - 1));
  return chiSquareUpperTail(Math.max(0, statistic) / correction, told.length - 1);
}
