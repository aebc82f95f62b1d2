import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spread } from './legend.ts';

describe('names at the ends of curves', () => {
  test('stay where there is room', () => {
    expect(spread([20, 100, 180], [20, 20, 20], [0, 200])).toEqual([20, 100, 180]);
  });

  test('that would overlap make way alike', () => {
    expect(spread([100, 100], [20, 20], [0, 200])).toEqual([90, 110]);
    expect(spread([100, 104, 180], [20, 40, 20], [0, 200])).toEqual([87, 117, 180]);
  });

  test('stay within the plot', () => {
    expect(spread([0, 2], [20, 20], [0, 200])).toEqual([10, 30]);
    expect(spread([199, 200], [20, 20], [0, 200])).toEqual([170, 190]);
  });

  test('never overlap nor leave the plot, and keep their order', () => {
    const name = fc.record({
      wanted: fc.double({ min: -50, max: 450, noNaN: true }),
      height: fc.integer({ min: 5, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 13 }), (names) => {
        const sorted = names.toSorted((a, b) => a.wanted - b.wanted);
        const heights = sorted.map(({ height }) => height);
        const middles = spread(
          sorted.map(({ wanted }) => wanted),
          heights,
          [0, 400],
        );
        const slack = 1e-6;
        middles.forEach((middle, at) => {
          expect(middle - heights[at]! / 2).toBeGreaterThanOrEqual(-slack);
          expect(middle + heights[at]! / 2).toBeLessThanOrEqual(400 + slack);
          if (at > 0)
            expect(middle - middles[at - 1]!).toBeGreaterThanOrEqual((heights[at]! + heights[at - 1]!) / 2 - slack);
        });
      }),
      { seed: 1 },
    );
  });
});
