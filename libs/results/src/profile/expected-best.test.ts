import { expect, test } from 'vitest';
import { expectedBestOf, expectedLargest, spreadCounts } from './expected-best.ts';

/** By going through every draw. */
function enumerated(values: readonly number[], k: number): number {
  const draws = (from: number, left: number): number[][] =>
    left === 0
      ? [[]]
      : values.slice(from).flatMap((value, at) => draws(from + at + 1, left - 1).map((rest) => [value, ...rest]));
  const all = draws(0, k);
  return all.reduce((sum, draw) => sum + Math.max(...draw), 0) / all.length;
}

test('the expected largest is that of all possible draws', () => {
  const values = [0.1, 0.1, 0.35, 0.4, 0.62, 0.63, 0.7];
  for (let k = 1; k <= values.length; k += 1) {
    expect(expectedLargest(values, k)).toBeCloseTo(enumerated(values, k), 12);
  }
});

test('two of three', () => {
  expect(expectedLargest([1, 2, 4], 2)).toBeCloseTo((2 + 4 + 4) / 3, 12);
});

test('draws that are all without a result leave it unknown; others are not touched by them', () => {
  const values = [-Infinity, -Infinity, 3, 5];
  expect([1, 2, 3, 4].map((k) => expectedLargest(values, k))).toEqual([null, null, 4.5, 5]);
});

test('smaller may be better, and what has no result may count as something', () => {
  expect(expectedBestOf([2, NaN, 1, 4], [1, 2, 4], -1)).toEqual([null, expect.closeTo((1 * 3 + 2 * 2 + 4) / 6, 12), 1]);
  expect(expectedBestOf([2, NaN, 1], [1, 3], -1, 6)).toEqual([expect.closeTo(3, 12), 1]);
});

test('a thousand values are no more than sums', () => {
  const values = Array.from({ length: 1000 }, (_, at) => at / 999);
  // Of n equally spaced from 0 to 1, k are expected to reach (k (n + 1) / (k + 1) − 1) / (n − 1).
  expect(expectedLargest(values, 10)).toBeCloseTo(((10 * 1001) / 11 - 1) / 999, 10);
});

test('many counts are spread', () => {
  expect(spreadCounts(3, 5)).toEqual([1, 2, 3]);
  expect(spreadCounts(10_000, 5)).toEqual([1, 10, 100, 1000, 10_000]);
});
