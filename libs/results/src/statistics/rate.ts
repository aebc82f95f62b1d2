import type { Rate } from '../compare/comparison.ts';

/** Quantile of the standard normal distribution for a two-sided interval of 95 %. */
const Z = 1.959963984540054;

/**
 * A share with its 95 % score interval (E. B. Wilson, Journal of the American Statistical Association 22, 1927, p. 209–212): never
 * outside of 0 to 1, never empty. Undefined of nothing.
 */
export function rate(count: number, of: number): Rate | undefined {
  if (of === 0) return undefined;
  const share = count / of;
  const centre = share + Z ** 2 / (2 * of);
  const margin = Z * Math.sqrt((share * (1 - share)) / of + (Z / (2 * of)) ** 2);
  const scale = 1 + Z ** 2 / of;
  return {
    ...{ count, of },
    low: count === 0 ? 0 : (centre - margin) / scale,
    high: count === of ? 1 : (centre + margin) / scale,
  };
}
