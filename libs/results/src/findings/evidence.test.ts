import { describe, expect, test } from 'vitest';
import { summarize, type Summary } from '../aggregate.ts';
import type { Comparison } from '../compare/comparison.ts';
import { optimizersRecord } from '../example-records.ts';
import { seededOptimizersRecord } from '../example-seeds.ts';
import { evidence } from './evidence.ts';

const SUMMARY = summarize(seededOptimizersRecord());
const told = (comparison: Partial<Comparison>, summary: Summary = SUMMARY) =>
  evidence({ ...summary, comparison: { ...summary.comparison, ...comparison } });

describe('how intervals were made', () => {
  const model = { residualStd: 0.0061, degreesOfFreedom: 36 };
  const pairing = { correlation: -0.004, seeds: 10 };

  test('with seeds as blocks', () => {
    expect(told({ model: { ...model, kind: 'blocks' }, pairing: { ...pairing, correlation: 0.36 } })[1]).toMatch(
      /^Seeds are blocks: all cells ran with the same ones, so what a seed does to all of them is taken out; values of two cells with the same seed correlate by 0\.36 \(0 not at all, 1 fully\)\. Beside that, single runs of a cell spread by 0\.6 points \(standard deviation\)\./,
    );
  });

  test('with one variance', () => {
    expect(told({ model: { ...model, kind: 'pooled' }, pairing })[1]).toMatch(
      /^All cells share one variance: single runs of a cell spread by 0\.6 points \(standard deviation\); .* correlate by 0\.00 /,
    );
  });

  test('with a variance for each cell, and why', () => {
    const unequal = { ...model, kind: 'unequal' } as const;
    const [least, most] = [0.4, 0.8];
    const text = told({ model: { ...unequal, equalVarianceP: 0.0312 } })[1];
    expect(text).toMatch(
      /^The cells' variances differ \(p = 0\.03\), so each pair has a standard error of its own \(Welch, Šidák\): single runs of a cell spread by /,
    );
    const spread = /spread by (0\.\d) to (0\.\d) points/.exec(text!)!.slice(1).map(Number);
    expect(spread).toEqual([least, most]);
    expect(told({ model: { ...unequal, equalVarianceP: 1e-7 } })[1]).toContain('(p < 0.001)');
  });
});

describe('the interval of the best', () => {
  const withDifference = (difference: { estimate: number; low: number; high: number }) =>
    told({ cells: SUMMARY.comparison.cells.map((cell, at) => (at === 0 ? { ...cell, difference } : cell)) })[0];

  test('begins at zero where the sign is sure, and has two ends where it is not', () => {
    expect(withDifference({ estimate: 0.027, low: 0, high: 0.033 })).toBe(
      'By test accuracy, adam (64.4 %) is 2.7 points better than rmsprop (61.7 %), the next: more than 0 and at most 3.3 points with 95 % ' +
        "confidence for all 5 cells together (Hsu's multiple comparisons with the best).",
    );
    expect(withDifference({ estimate: 0.027, low: -0.006, high: 0.033 })).toContain(
      'the next: −0.6 to 3.3 points with 95 %',
    );
  });

  test('of values that look alike does not speak of one that is better', () => {
    const [best, next, ...others] = SUMMARY.comparison.cells;
    const cells = [best!, { ...next!, mean: best!.mean - 1e-6 }, ...others];
    expect(told({ cells })[0]).toContain('adam (64.4 %) is level, to the digits shown, with rmsprop (64.4 %)');
  });
});

test('how many seeds see a difference of one point', () => {
  const power = { seedsForDifference: 9, seedsForPoint: 1200, point: 0.01 };
  expect(told({ power })[1]).toMatch(
    / To tell a true difference of 1 point from none takes about 1,200 seeds a cell \(80 % power\)\.$/,
  );
  expect(told({ power: { ...power, seedsForPoint: null } })[1]).not.toContain('power');
});

test('one seed has no evidence', () => {
  expect(evidence(summarize(optimizersRecord()))).toEqual([]);
});
