import { describe, expect, test } from 'vitest';
import { golden, relativeError } from './golden.fixture.ts';
import { twoWay } from './two-way.ts';

describe('twoWay', () => {
  test.each(golden.twoWay)('beside statsmodels: seeds p = $seedP', ({ rows, variance, df, seedP, correlation }) => {
    const model = twoWay(rows);
    expect(relativeError(model.residual.variance, variance)).toBeLessThan(1e-10);
    expect(model.residual.degreesOfFreedom).toBe(df);
    expect(relativeError(model.seedP!, seedP)).toBeLessThan(1e-6);
    expect(model.correlation).toBeCloseTo(correlation, 10);
  });

  // Seeds' means 2 and 4; beside them cell a is −1, −1, b 1, 1, and c 0, 0, but for one of c that is 3 higher.
  test('by hand', () => {
    const { residual, ofCells } = twoWay([
      [1, 3],
      [3, 5],
      [2, 7],
    ]);
    expect(residual.degreesOfFreedom).toBe(2);
    expect(residual.variance).toBeCloseTo(1.5, 12);
    expect(ofCells.map(({ variance }) => variance)).toEqual([
      expect.closeTo(0.75),
      expect.closeTo(0.75),
      expect.closeTo(3),
    ]);
    expect(ofCells.map(({ degreesOfFreedom }) => degreesOfFreedom)).toEqual([1, 1, 1]);
  });

  test('cells’ own variances have the residual one as their mean', () => {
    const { rows } = golden.twoWay[0]!;
    const { residual, ofCells } = twoWay(rows);
    const mean = ofCells.reduce((sum, { variance }) => sum + variance, 0) / ofCells.length;
    expect(mean).toBeCloseTo(residual.variance, 10);
  });

  test('seeds that explain everything are certain, and where nothing varies nothing is said', () => {
    const certain = twoWay([
      [1, 2, 4],
      [3, 4, 6],
    ]);
    expect(certain).toMatchObject({ seedP: 0, correlation: 1 });
    const nothing = twoWay([
      [1, 1],
      [2, 2],
    ]);
    expect(nothing).not.toHaveProperty('seedP');
    expect(nothing).not.toHaveProperty('correlation');
  });
});
