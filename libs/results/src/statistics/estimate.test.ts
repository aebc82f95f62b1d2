import { describe, expect, test } from 'vitest';
import { estimate, extent, meanOf, sumOfSquares } from './estimate.ts';
import { golden, relativeError } from './golden.fixture.ts';

describe('estimate', () => {
  test('is undefined without values and has no spread for one', () => {
    expect(estimate([])).toBeUndefined();
    expect(estimate([0.5])).toEqual({ n: 1, mean: 0.5, min: 0.5, max: 0.5, values: [0.5] });
  });

  test('divides the squares by n − 1', () => {
    expect(estimate([2, 4, 4, 4, 5, 5, 7, 9])).toMatchObject({ n: 8, mean: 5, min: 2, max: 9, std: Math.sqrt(32 / 7) });
  });

  test.each([NaN, Infinity, -Infinity])('%s among the values makes the mean NaN and counts', (value) => {
    expect(estimate([1, value])).toEqual({ n: 2, mean: NaN, min: NaN, max: NaN, std: NaN, values: [1, value] });
  });
});

describe('beside SciPy', () => {
  test.each(golden.samples)('$values', ({ values, mean, std, interval }) => {
    const of = estimate(values)!;
    expect(relativeError(of.mean, mean)).toBeLessThan(1e-14);
    expect(relativeError(of.std!, std)).toBeLessThan(1e-9);
    const margin = (interval[1] - interval[0]) / 2;
    expect(Math.abs(of.interval![0] - interval[0]) / margin).toBeLessThan(1e-6);
    expect(Math.abs(of.interval![1] - interval[1]) / margin).toBeLessThan(1e-6);
  });

  test('at another confidence: t(0.95) with 2 degrees of freedom is 2.920 in the printed tables', () => {
    const [low, high] = estimate([1, 2, 3], 0.9)!.interval!;
    expect(high - low).toBeCloseTo((2 * 2.91999) / Math.sqrt(3), 4);
    expect((low + high) / 2).toBeCloseTo(2, 12);
  });
});

describe('huge and tiny values', () => {
  test.each([1e-200, 1e200])('%d', (scale) => {
    const of = estimate([scale, 2 * scale, 3 * scale])!;
    expect(relativeError(of.std!, scale)).toBeLessThan(1e-12);
    expect(relativeError(of.interval![1], 2 * scale + (4.302652729696 * scale) / Math.sqrt(3))).toBeLessThan(1e-6);
  });
});

describe('meanOf', () => {
  test('is the value itself where all are the same', () => {
    expect(meanOf([0.1, 0.1, 0.1])).toBe(0.1);
    expect(estimate([0.1, 0.1, 0.1])).toMatchObject({ mean: 0.1, std: 0, interval: [0.1, 0.1] });
  });

  test('of nothing is NaN', () => {
    expect(meanOf([])).toBeNaN();
    expect(meanOf([1, 2, 6])).toBe(3);
  });
});

test('extent of nothing is infinite the wrong way round', () => {
  expect(extent([])).toEqual([Infinity, -Infinity]);
  expect(extent(new Set([3, -1, 2]))).toEqual([-1, 3]);
});

test('squares are about the given mean', () => {
  expect(sumOfSquares([1, 2, 4], 2)).toBe(5);
});
