import { expect, test } from 'vitest';

import { draws } from './combination.ts';
import { exampleOf, rangeSize, rangeValues } from './range.ts';
import type { RangeSpec } from './spec.ts';

function sample(range: RangeSpec, count: number): number[] {
  const values: number[] = [];
  for (const drawn of draws({ x: range }, 5)) {
    values.push(drawn['x'] as number);
    if (values.length === count) break;
  }
  return values;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('uniform', () => {
  const values = sample({ distribution: 'uniform', min: -1, max: 3 }, 4000);
  expect(values.every((value) => value >= -1 && value < 3)).toBe(true);
  expect(mean(values)).toBeCloseTo(1, 1);
});

test('log_uniform_values: the logarithm is uniform', () => {
  const values = sample({ distribution: 'log_uniform_values', min: 1e-4, max: 1 }, 4000);
  expect(values.every((value) => value >= 1e-4 && value <= 1)).toBe(true);
  expect(mean(values.map(Math.log10))).toBeCloseTo(-2, 1);
});

test('int_uniform: both ends included', () => {
  const values = sample({ distribution: 'int_uniform', min: 2, max: 5 }, 400);
  expect(new Set(values)).toEqual(new Set([2, 3, 4, 5]));
});

test('q_uniform: clean multiples of q', () => {
  const values = sample({ distribution: 'q_uniform', min: 0, max: 1, q: 0.1 }, 400);
  expect([...new Set(values)].sort()).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
});

test('an example lies inside', () => {
  expect(exampleOf({ distribution: 'uniform', min: 1, max: 2 })).toSatisfy((value: number) => value > 1 && value < 2);
});

test.each<RangeSpec>([
  { distribution: 'int_uniform', min: -2, max: 5 },
  { distribution: 'q_uniform', min: 0, max: 1, q: 0.1 },
  { distribution: 'q_uniform', min: 0, max: 0.5 },
  { distribution: 'q_uniform', min: 1, max: 3.5 },
  { distribution: 'q_uniform', min: 7, max: 93, q: 8 },
])('the numbers of %j are those that are drawn from it', (range) => {
  const drawn = [...new Set(sample(range, 4000))].sort((a, b) => a - b);
  expect(rangeValues(range)).toEqual(drawn);
  expect(rangeSize(range)).toBe(drawn.length);
});

test('numbers between two others are without end', () => {
  expect(rangeSize({ distribution: 'uniform', min: 0, max: 1 })).toBe(Infinity);
  expect(rangeSize({ distribution: 'log_uniform_values', min: 1, max: 2 })).toBe(Infinity);
});
