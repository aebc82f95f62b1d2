import { describe, expect, test } from 'vitest';
import { pooled, sampleVariance } from '../statistics/variance.ts';
import { ownDifferences, pairedDifferences, pooledDifferences } from './differences.ts';

const CELLS = [[1, 2, 3], [2, 2.5, 3], [0, 8, 1, 3], [4], [1, 1.2, 0.9, 1.1]] as const;
const SIZES = CELLS.map(({ length }) => length);
const OWN = CELLS.map(sampleVariance);
const RESIDUAL = pooled(OWN)!;
const one = () => 1;
const degrees = (df: number) => df;

const all = {
  pooled: pooledDifferences(SIZES, OWN, RESIDUAL),
  own: ownDifferences(SIZES, OWN, RESIDUAL),
  paired: pairedDifferences(
    [
      [1, 2, 4],
      [2, 2, 3],
      [0, 5, 7],
    ],
    [
      [1, 2, 4],
      [2, 2, 3],
      [0, 5, 7],
    ].map(sampleVariance),
  ),
};

describe('pooledDifferences', () => {
  test('has the pooled standard error where a pair’s own is smaller', () => {
    expect(all.pooled.margin(0, 1, one)).toBeCloseTo(Math.sqrt(RESIDUAL.variance * (2 / 3)), 12);
    expect(all.pooled.margin(0, 1, degrees) / all.pooled.margin(0, 1, one)).toBeCloseTo(10, 10);
  });

  test('and the pair’s own where that is greater', () => {
    const variances = [OWN[2]!.variance / 4, OWN[0]!.variance / 3] as const;
    const sum = variances[0] + variances[1];
    expect(all.pooled.margin(2, 0, one)).toBeCloseTo(Math.sqrt(sum), 12);
    const df = sum ** 2 / (variances[0] ** 2 / 3 + variances[1] ** 2 / 2);
    expect(all.pooled.margin(2, 0, degrees) / all.pooled.margin(2, 0, one)).toBeCloseTo(df, 10);
  });

  test('of two cells of one size, where both are the same number, has Welch’s degrees of freedom', () => {
    const own = [
      [1, 2, 3],
      [0, 5, 9],
    ].map(sampleVariance);
    const two = pooledDifferences([3, 3], own, pooled(own)!);
    expect(two.margin(0, 1, degrees) / two.margin(0, 1, one)).toBeLessThan(2.5);
  });

  test('of two cells of a block design has no more degrees of freedom than there are', () => {
    const own = [
      { variance: 2, degreesOfFreedom: 2 },
      { variance: 2, degreesOfFreedom: 2 },
    ];
    const two = pooledDifferences([3, 3], own, { variance: 2, degreesOfFreedom: 2 });
    expect(two.margin(0, 1, degrees) / two.margin(0, 1, one)).toBeCloseTo(2, 10);
  });

  test('for more seeds: twice the pooled variance, with two degrees of freedom a seed or as many as blocks leave', () => {
    expect(all.pooled.single(0, 1)).toEqual({ variance: 2 * RESIDUAL.variance, perSeed: 2 });
    const own = [
      [1, 2, 3],
      [0, 5, 9],
    ].map(sampleVariance);
    expect(pooledDifferences([3, 3], own, { variance: 1, degreesOfFreedom: 2 }).single(0, 1).perSeed).toBe(1);
  });
});

describe('ownDifferences', () => {
  test('has the pooled variance for a cell of one value', () => {
    const variances = [RESIDUAL.variance, OWN[0]!.variance / 3] as const;
    const sum = variances[0] + variances[1];
    expect(all.own.margin(3, 0, one)).toBeCloseTo(Math.sqrt(sum), 12);
    const df = Math.min(10, sum ** 2 / (variances[0] ** 2 / 10 + variances[1] ** 2 / 2));
    expect(all.own.margin(3, 0, degrees) / all.own.margin(3, 0, one)).toBeCloseTo(df, 10);
  });

  test('of values that do not vary is 0', () => {
    const none = { variance: 0, degreesOfFreedom: 2 };
    expect(ownDifferences([3, 3], [none, none], none).margin(0, 1, one)).toBe(0);
  });

  test('for more seeds: the sum of the variances of single runs, with Welch’s share', () => {
    const [a, b] = [OWN[0]!.variance, OWN[2]!.variance];
    const { variance, perSeed } = all.own.single(0, 2);
    expect(variance).toBeCloseTo(a + b, 10);
    expect(perSeed).toBeCloseTo((a + b) ** 2 / (a ** 2 + b ** 2), 10);
  });
});

describe('pairedDifferences', () => {
  // Differences −1, 0, 1: variance 1.
  test('goes by the differences within seeds alone', () => {
    expect(all.paired.margin(0, 1, one)).toBeCloseTo(Math.sqrt(1 / 3), 12);
    expect(all.paired.margin(0, 1, degrees)).toBeCloseTo(2 * Math.sqrt(1 / 3), 12);
    expect(all.paired.single(0, 1)).toEqual({ variance: expect.closeTo(1, 12) as number, perSeed: 1 });
  });
});

// What lets far cells be skipped; falling, as critical values are.
const critical = (df: number) => 1 + 5 / df;
describe.each(Object.entries(all))('bounds of %s margins hold', (kind, differences) => {
  const places = [...(kind === 'paired' ? [0, 1, 2] : CELLS.keys())];
  const pairs = places.flatMap((i) => places.flatMap((j) => (i === j ? [] : [[i, j] as const])));

  test.each(pairs)('%d and %d', (i, j) => {
    const margin = differences.margin(i, j, critical);
    expect(differences.leastMargin(i, critical)).toBeLessThanOrEqual(margin * (1 + 1e-12));
    const most = critical(differences.fewest) * (differences.spread(i) + differences.spread(j));
    expect(margin).toBeLessThanOrEqual(most * (1 + 1e-12));
  });

  test('and say something', () => {
    expect(places.some((i) => differences.leastMargin(i, critical) > 0)).toBe(kind !== 'paired');
    expect(differences.fewest).toBe(kind === 'paired' ? 2 : 2);
  });
});
