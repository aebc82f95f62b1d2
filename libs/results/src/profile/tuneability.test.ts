import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord } from '../example-records.ts';
import { part, profile, rows, tunedRecord } from './example-curves.ts';
import { spreads } from './tuneability.ts';

describe('tuneability', () => {
  test('is the spread over an optimizer’s own settings', () => {
    // sgd 0.3, 0.5, 0.6; adam 0.7, 0.695 and one that diverged with a seed.
    expect(spreads(summarize(tunedRecord()))).toEqual(
      [
        {
          label: 'sgd',
          settings: 3,
          without: 0,
          best: 0.6,
          median: 0.5,
          worst: 0.3,
          withinPoint: 1 / 3,
          withinFivePercent: 1 / 3,
        },
        {
          label: 'adam',
          settings: 3,
          without: 1,
          best: 0.7,
          median: 0.695,
          worst: NaN,
          withinPoint: 2 / 3,
          withinFivePercent: 2 / 3,
        },
      ].map((spread) => ({
        ...spread,
        best: expect.closeTo(spread.best, 12) as number,
        median: expect.closeTo(spread.median, 12) as number,
      })),
    );
  });

  test('tells what random settings are expected to find', () => {
    // sgd: one (0.3 + 0.5 + 0.6) / 3, the better of two (0.5 + 0.6 + 0.6) / 3; adam's diverged one counts as guessing, 0.1.
    const found = part(tunedRecord(), 'tuneability');
    expect(rows(found)).toMatchObject([
      {
        expected_best_of_1: expect.closeTo(1.4 / 3, 12) as number,
        expected_best_of_2: expect.closeTo(1.7 / 3, 12) as number,
      },
      {
        expected_best_of_1: expect.closeTo(1.495 / 3, 12) as number,
        expected_best_of_2: expect.closeTo(2.095 / 3, 12) as number,
      },
    ]);
    expect(found.sentences).toEqual([
      'Settings that come within 1.0 points of the best of their own: 1 of 3 of sgd and 2 of 3 of adam.',
      'One setting at random is expected to give 46.7 % of sgd and 49.8 % of adam; the better of two 56.7 % of sgd and 69.8 % of adam.',
    ]);
    expect(profile(tunedRecord()).expectedBest[0]!.values[2]).toBeCloseTo(0.6, 12);
  });

  test('of what is to be small: the smallest is best', () => {
    const found = spreads(summarize(commandRecord()));
    // 0.4 + cell / 10 + half of (1 + cell mod 3) / 100: momentum 0.405, 0.51, 0.615 and one that diverged; adam 0.81, 0.915.
    expect(found).toMatchObject([
      {
        label: 'momentum',
        settings: 4,
        without: 1,
        best: expect.closeTo(0.405, 12) as number,
        median: expect.closeTo(0.5625, 12) as number,
      },
      {
        label: 'adam',
        best: expect.closeTo(0.81, 12) as number,
        worst: expect.closeTo(0.915, 12) as number,
        withinFivePercent: 0.5,
      },
    ]);
  });
});
