import { describe, expect, test } from 'vitest';
import { tQuantile } from './distributions.ts';
import { golden } from './golden.fixture.ts';
import { noncentralTUpperTail, seedsNeeded } from './power.ts';

const critical = (df: number) => tQuantile(0.957, df);

test.each(golden.distributions.noncentralT)(
  'noncentral t beside SciPy: above %d, %d and %d',
  (bound, df, shift, expected) => {
    expect(Math.abs(noncentralTUpperTail(bound, df, shift) - expected)).toBeLessThan(1e-8);
  },
);

describe('seedsNeeded', () => {
  test.each(golden.seeds)('beside statsmodels: a difference of %d takes %d', (difference, seeds) => {
    expect(seedsNeeded(difference, 2, 2, critical)).toBe(seeds);
  });

  test('goes by the ratio of difference and standard deviation alone', () => {
    expect(seedsNeeded(0.01, 2e-4, 2, critical)).toBe(seedsNeeded(1, 2, 2, critical));
  });

  test('takes more where fewer degrees of freedom tell of the variance', () => {
    expect(seedsNeeded(1, 1, 1, critical)).toBeGreaterThan(seedsNeeded(1, 1, 2, critical)!);
  });

  test('is 2 at least, and where nothing varies', () => {
    expect(seedsNeeded(100, 2, 2, critical)).toBe(2);
    expect(seedsNeeded(1e-9, 0, 2, critical)).toBe(2);
  });

  test('is not told where there is no difference, or it would take more than 1,000', () => {
    expect(seedsNeeded(0, 2, 2, critical)).toBeNull();
    expect(seedsNeeded(0.114463, 2, 2, critical)).toBe(1000);
    expect(seedsNeeded(0.114461, 2, 2, critical)).toBeNull();
  });
});
