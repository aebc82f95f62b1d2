import { describe, expect, test } from 'vitest';
import { estimate } from './estimate.ts';
import { golden } from './golden.fixture.ts';
import { welchInterval } from './welch.ts';

describe('welchInterval', () => {
  test.each(golden.welch)('beside SciPy: $interval', ({ a, b, interval }) => {
    const [low, high] = welchInterval(estimate(a)!, estimate(b)!)!;
    expect(low).toBeCloseTo(interval[0], 5);
    expect(high).toBeCloseTo(interval[1], 5);
  });

  // Two samples of 10 with equal spread: 18 degrees of freedom, t(0.975) = 2.101 in the printed tables.
  test('of equal variances and sizes is the pooled interval', () => {
    const a = { n: 10, mean: 3, std: 1, min: 0, max: 0, values: [] };
    const [low, high] = welchInterval(a, { ...a, mean: 1 })!;
    const margin = 2.101 * Math.sqrt(0.2);
    expect(low).toBeCloseTo(2 - margin, 3);
    expect(high).toBeCloseTo(2 + margin, 3);
  });

  // With b exact, only a's n − 1 = 4 degrees of freedom remain: t(0.975) = 2.776.
  test('takes the degrees of freedom from the sample that varies', () => {
    const a = { n: 5, mean: 0.6, std: 0.02, min: 0, max: 0, values: [] };
    const [low] = welchInterval(a, { n: 5, mean: 0.5, std: 0 })!;
    expect(low).toBeCloseTo(0.1 - (2.776 * 0.02) / Math.sqrt(5), 4);
  });

  test('needs two values on each side', () => {
    const one = estimate([0.6])!;
    const two = estimate([0.5, 0.6])!;
    expect(welchInterval(one, two)).toBeUndefined();
    expect(welchInterval(two, one)).toBeUndefined();
  });

  test('of samples without spread is the difference itself', () => {
    expect(welchInterval(estimate([3, 3])!, estimate([1, 1])!)).toEqual([2, 2]);
  });

  test('is undefined where a value is not finite', () => {
    expect(welchInterval(estimate([NaN, 1])!, estimate([1, 2])!)).toBeUndefined();
  });
});
