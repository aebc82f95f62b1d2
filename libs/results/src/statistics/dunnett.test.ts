import { describe, expect, test } from 'vitest';
import { tQuantile } from './distributions.ts';
import { dunnettQuantile } from './dunnett.ts';
import { golden, relativeError } from './golden.fixture.ts';

describe('dunnettQuantile', () => {
  test.each(golden.dunnett)(
    'beside adaptive integration and R: $case',
    ({ case: [confidence, n, others, df], d, r }) => {
      const sizes = others.map(([size, cells]) => ({ n: size, cells }));
      const quantile = dunnettQuantile(confidence, n, sizes, df);
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
    expect(Math.abs(dunnettQuantile(0.95, 4, [{ n: 4, cells }], df) - expected)).toBeLessThan(0.0051);
  });

  test('of one other cell is the quantile of t', () => {
    expect(dunnettQuantile(0.9, 3, [{ n: 7, cells: 1 }], 8)).toBe(tQuantile(0.9, 8));
  });

  test('groups of one size are one group', () => {
    const split = dunnettQuantile(
      0.95,
      4,
      [
        { n: 6, cells: 2 },
        { n: 6, cells: 3 },
      ],
      20,
    );
    expect(split).toBeCloseTo(dunnettQuantile(0.95, 4, [{ n: 6, cells: 5 }], 20), 8);
  });

  test('of 10,000 cells and of many degrees of freedom is found too', () => {
    expect(dunnettQuantile(0.95, 3, [{ n: 3, cells: 9999 }], 1e8)).toBeGreaterThan(3.9);
    expect(dunnettQuantile(0.95, 3, [{ n: 3, cells: 9999 }], 1e8)).toBeLessThan(tQuantile(1 - 0.05 / 9999, 1e8));
  });
});
