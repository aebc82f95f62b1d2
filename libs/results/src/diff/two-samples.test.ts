import { describe, expect, test } from 'vitest';
import { compareSamples, holm } from './two-samples.ts';

function bySeed(...values: number[]): Map<number, number> {
  return new Map(values.map((value, seed) => [seed, value]));
}

describe('two samples', () => {
  test('with the same seeds are paired, whatever their order', () => {
    // Differences 1, 2, 3: mean 2, variance 1, of the mean 1/3, t = 2√3 = 3.4641 with 2 degrees of freedom.
    const first = bySeed(10, 20, 40);
    const second = new Map([...bySeed(11, 22, 43)].reverse());
    const { test: kind, difference, interval, p } = compareSamples(first, second);
    expect(kind).toBe('paired');
    expect(difference).toBeCloseTo(2, 12);
    // t.ppf(0.975, 2) = 4.30265272991
    expect(interval![0]).toBeCloseTo(2 - 4.30265272991 / Math.sqrt(3), 8);
    expect(interval![1]).toBeCloseTo(2 + 4.30265272991 / Math.sqrt(3), 8);
    // With 2 degrees of freedom two tails are 1 − t / √(t² + 2) = 1 − √(12 / 14).
    expect(p).toBeCloseTo(1 - Math.sqrt(12 / 14), 8);
  });

  test('with other seeds are independent', () => {
    // Means 2 and 5; variances of the means 1/3 and 4/3, together 5/3; degrees of freedom (5/3)² / ((1/9 + 16/9) / 2) = 50/17.
    const second = new Map([7, 8, 9].map((seed, at) => [seed, 3 + 2 * at]));
    const { test: kind, difference, interval, p } = compareSamples(bySeed(1, 2, 3), second);
    expect(kind).toBe('welch');
    expect(difference).toBeCloseTo(3, 12);
    // Student's t with 50/17 degrees of freedom, its density integrated by Simpson's rule: quantile 0.975, and both tails beyond 3 / √(5/3).
    expect(interval![1] - 3).toBeCloseTo(3.218758614533 * Math.sqrt(5 / 3), 6);
    expect(p).toBeCloseTo(0.104478886685, 8);
  });

  test('of unlike numbers of seeds are independent, too', () => {
    expect(compareSamples(bySeed(1, 2, 3), bySeed(1, 2)).test).toBe('welch');
  });

  test('of one seed have a difference and no more', () => {
    expect(compareSamples(bySeed(1), bySeed(4))).toEqual({ test: 'paired', difference: 3 });
    expect(compareSamples(bySeed(1, 2), bySeed(4))).toEqual({ test: 'welch', difference: 2.5 });
  });

  test('that are alike, or shifted by the same amount, have no spread', () => {
    expect(compareSamples(bySeed(1, 2), bySeed(1, 2))).toEqual({
      test: 'paired',
      difference: 0,
      interval: [0, 0],
      p: 1,
    });
    expect(compareSamples(bySeed(1, 2), bySeed(3, 4))).toEqual({
      test: 'paired',
      difference: 2,
      interval: [2, 2],
      p: 0,
    });
  });
});

describe('Holm', () => {
  test('corrects each by how many are left, and keeps their order', () => {
    // Sorted 0.01 × 4, 0.02 × 3, 0.03 × 2, 0.04 × 1 → 0.04, 0.06, 0.06, 0.06.
    const adjusted = holm([0.03, 0.01, 0.04, 0.02]);
    [0.06, 0.04, 0.06, 0.06].forEach((p, at) => expect(adjusted[at]).toBeCloseTo(p, 12));
  });

  test('gives no more than 1, and nothing of nothing', () => {
    expect(holm([0.9, 0.6])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
