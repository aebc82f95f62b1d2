import { describe, expect, test } from 'vitest';
import { golden } from './golden.fixture.ts';
import { pooled, sampleVariance, satterthwaite } from './variance.ts';

test('a sample has n − 1 degrees of freedom', () => {
  expect(sampleVariance([1, 2, 6])).toEqual({ variance: 7, degreesOfFreedom: 2 });
  expect(sampleVariance([5])).toEqual({ variance: 0, degreesOfFreedom: 0 });
});

test('pooled weighs by degrees of freedom', () => {
  expect(pooled([sampleVariance([1, 2, 6]), sampleVariance([0, 2]), sampleVariance([9])])).toEqual({
    variance: 16 / 3,
    degreesOfFreedom: 3,
  });
  expect(pooled([sampleVariance([1]), sampleVariance([2])])).toBeUndefined();
});

describe('satterthwaite', () => {
  test.each(golden.welch)('beside SciPy: $df', ({ a, b, df }) => {
    const [first, second] = [a, b].map((values) => {
      const { variance, degreesOfFreedom } = sampleVariance(values);
      return { variance: variance / values.length, degreesOfFreedom };
    });
    expect(satterthwaite(first!, second!)).toBeCloseTo(df, 9);
  });

  test('of one variance alone is its own', () => {
    expect(satterthwaite({ variance: 3, degreesOfFreedom: 4 }, { variance: 0, degreesOfFreedom: 9 })).toBe(4);
  });
});
