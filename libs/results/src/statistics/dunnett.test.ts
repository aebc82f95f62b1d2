import { describe, expect, test } from 'vitest';
import { tQuantile } from './distributions.ts';
import { dunnett } from './dunnett.ts';
import { golden, relativeError } from './golden.fixture.ts';

describe('dunnett', () => {
  test.each(golden.dunnett)(
    'beside adaptive integration and R: $case',
    ({ case: [confidence, n, others, df], d, r }) => {
      const sizes = others.map(([size, cells]) => ({ n: size, cells }));
      const quantile = dunnett(n, sizes)(confidence, df);
      expect(relativeError(quantile, d)).toBeLessThan(1e-6);
      if (r !== undefined) expect(relativeError(quantile, r)).toBeLessThan(5e-4);
    },
  );

  // Dunnett (1955), table 1a: one-sided, joint confidence 95 %, equal sizes.
  test.each([
    [5, 2, 2.44],
    [10, 3, 2.34],
    [10, 9, 2.81],
    [20, 5, 2.39],
    [60, 9, 2.48],
  ])('as in the printed table: %d degrees of freedom, %d others: %d', (df, cells, expected) => {
    expect(Math.abs(dunnett(4, [{ n: 4, cells }])(0.95, df) - expected)).toBeLessThan(0.0051);
  });

  test('of one other cell is the quantile of t', () => {
    expect(dunnett(3, [{ n: 7, cells: 1 }])(0.9, 8)).toBe(tQuantile(0.9, 8));
  });

  test('groups of one size are one group', () => {
    const split = dunnett(4, [
      { n: 6, cells: 2 },
      { n: 6, cells: 3 },
    ])(0.95, 20);
    expect(split).toBeCloseTo(dunnett(4, [{ n: 6, cells: 5 }])(0.95, 20), 8);
  });

  test('of 10,000 cells and of many degrees of freedom is found too', () => {
    expect(dunnett(3, [{ n: 3, cells: 9999 }])(0.95, 1e8)).toBeGreaterThan(3.9);
    expect(dunnett(3, [{ n: 3, cells: 9999 }])(0.95, 1e8)).toBeLessThan(tQuantile(1 - 0.05 / 9999, 1e8));
  });
});
