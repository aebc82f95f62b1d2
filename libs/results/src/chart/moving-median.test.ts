import { expect, test } from 'vitest';
import { movingMedian } from './moving-median.ts';

test('fewer than twelve points have no trend', () => {
  expect(movingMedian(Array.from({ length: 11 }, (_, at) => ({ at, value: at })))).toEqual([]);
});

test('outliers do not move it, and the order given does not matter', () => {
  const points = Array.from({ length: 40 }, (_, at) => ({ at, value: at === 20 ? 1e9 : at }));
  const median = movingMedian(points);
  expect(movingMedian(points.toReversed())).toEqual(median);
  expect(median.every(({ at, value }) => Math.abs(value - at) <= 1)).toBe(true);
  expect(median.map(({ at }) => at)).toEqual(median.map(({ at }) => at).toSorted((a, b) => a - b));
});

test('of very many points it has a bounded number of places', () => {
  const many = movingMedian(Array.from({ length: 10_000 }, (_, at) => ({ at, value: at % 7 })));
  expect(many.length).toBeLessThan(120);
  expect(many.every(({ value }) => value === 3)).toBe(true);
});
