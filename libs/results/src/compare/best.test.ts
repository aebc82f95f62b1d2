import { describe, expect, test } from 'vitest';
import { tabulated } from '../statistics/critical-value.ts';
import { tQuantile } from '../statistics/distributions.ts';
import { dunnettQuantile } from '../statistics/dunnett.ts';
import { compareWithBest } from './best.ts';
import { fitModel } from './fit.ts';
import { normalSamples } from './seeded-values.fixture.ts';

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Best first, as the comparison takes them. */
function ranked(cells: number, seeds: number, spread: number) {
  return normalSamples(cells, seeds, spread)
    .map((sample) => ({ ...sample, n: seeds, mean: meanOf(sample.values) }))
    .sort((a, b) => b.mean - a.mean);
}

/** Bounds from all pairs, by the definition. */
function byDefinition(cells: ReturnType<typeof ranked>) {
  const { differences, kind } = fitModel(cells)!;
  expect(kind).toBe('pooled');
  const critical = tabulated((df) => dunnettQuantile(0.957, 3, [{ n: 3, cells: cells.length - 1 }], df));
  const others = (i: number) => cells.flatMap((_, j) => (j === i ? [] : [j]));
  const highs = cells.map(({ mean }, i) =>
    Math.min(...others(i).map((j) => mean - cells[j]!.mean + differences.margin(i, j, critical))),
  );
  const lows = cells.map(({ mean }, i) =>
    Math.min(
      ...others(i).flatMap((j) => (highs[j]! >= 0 ? mean - cells[j]!.mean - differences.margin(j, i, critical) : [])),
    ),
  );
  return { highs, lows };
}

describe('bounds', () => {
  test('of up to a hundred contenders are those of all pairs', () => {
    const cells = ranked(60, 3, 0.5);
    const { highs, lows } = byDefinition(cells);
    const verdicts = compareWithBest(cells, fitModel(cells)!);
    for (const [i, { difference }] of verdicts.entries()) {
      expect(Math.abs(difference.high - Math.max(0, highs[i]!))).toBeLessThan(1e-9);
      expect(Math.abs(difference.low - Math.min(0, lows[i]!))).toBeLessThan(1e-9);
    }
  });

  test('of more are never narrower, and the standings nearly the same', () => {
    const cells = ranked(300, 3, 1.5);
    const { highs, lows } = byDefinition(cells);
    const verdicts = compareWithBest(cells, fitModel(cells)!);
    for (const [i, { difference }] of verdicts.entries()) {
      expect(difference.high).toBeGreaterThan(Math.max(0, highs[i]!) - 1e-9);
      expect(difference.low).toBeLessThan(Math.min(0, lows[i]!) + 1e-9);
    }
    const could = verdicts.filter(({ standing }) => standing !== 'not-best').length;
    const exact = highs.filter((high) => high >= 0).length;
    expect(Math.abs(could - exact)).toBeLessThan(6);
  });
});

describe('one ahead of all others', () => {
  const differences = (margin: (i: number, j: number, critical: (df: number) => number) => number) => ({
    margin,
    leastMargin: () => 0,
    spread: () => 1,
    fewest: 10,
    single: () => ({ variance: 1, perSeed: 1 }),
  });
  // 20 cells; the first ahead of all others by so many standard errors, with 10 degrees of freedom.
  const standings = (ahead: number, kind: 'pooled' | 'unequal') =>
    compareWithBest(
      Array.from({ length: 20 }, (_, at) => ({ n: 11, mean: at === 0 ? ahead : 0 })),
      { kind, differences: differences((_i, _j, critical) => critical(10)) },
    ).map(({ standing }) => standing);

  test.each(['pooled', 'unequal'] as const)('by the critical value of one comparison is best: %s', (kind) => {
    const single = tQuantile(0.957, 10);
    const best = standings(single * 1.001, kind);
    expect([best[0], new Set(best.slice(1))]).toEqual(['best', new Set(['not-best'])]);
    expect(new Set(standings(single * 0.999, kind))).toEqual(new Set(['could-be-best']));
  });

  test('by less than that of some pair is not', () => {
    const cells = [3, 0, -1].map((mean) => ({ n: 11, mean }));
    const wide = differences((i, j) => (i + j === 2 ? 5 : 1));
    expect(compareWithBest(cells, { kind: 'pooled', differences: wide }).map(({ standing }) => standing)).toEqual([
      'could-be-best',
      'not-best',
      'could-be-best',
    ]);
  });
});

describe('critical values', () => {
  /** What the margin of two cells is asked for with: upper bounds are the margins of cell 0. */
  const highOfFirst = (sizes: readonly number[], kind: 'pooled' | 'blocks' | 'unequal', df: number) =>
    compareWithBest(
      sizes.map((n) => ({ n, mean: 0 })),
      {
        kind,
        differences: {
          margin: (_i, _j, critical) => critical(df),
          leastMargin: () => 0,
          spread: () => 1,
          fewest: 1,
          single: () => ({ variance: 1, perSeed: 1 }),
        },
      },
    )[0]!.difference.high;

  test('are Dunnett’s at 95.7 %, by sizes', () => {
    expect(highOfFirst([4, 4, 4], 'pooled', 9)).toBeCloseTo(dunnettQuantile(0.957, 4, [{ n: 4, cells: 2 }], 9), 4);
    const sizes = [
      { n: 3, cells: 2 },
      { n: 6, cells: 1 },
    ];
    expect(highOfFirst([6, 3, 6, 3], 'blocks', 14)).toBeCloseTo(dunnettQuantile(0.957, 6, sizes, 14), 4);
  });

  test('of unequal variances are independent ones at 98 %, with the fewer degrees of freedom', () => {
    expect(highOfFirst([5, 5, 5], 'unequal', 3)).toBeCloseTo(tQuantile(Math.sqrt(0.98), 3), 3);
    expect(highOfFirst([5, 5, 5], 'unequal', 7)).toBeCloseTo(tQuantile(Math.sqrt(0.98), 4), 3);
    expect(highOfFirst([1, 5, 5], 'unequal', 7)).toBeCloseTo(tQuantile(Math.sqrt(0.98), 7), 3);
  });
});
