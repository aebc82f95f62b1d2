import { describe, expect, test } from 'vitest';
import { drawnRecord, part, rows } from './example-curves.ts';
import { raggedness } from './smoothness.ts';

describe('smoothness', () => {
  test.each([
    ['a curve that only rises', [0.2, 0.3, 0.5, 0.6, 0.7], 0.1, 0],
    ['one that goes back by 0.1 of the 0.6 that it gains', [0.2, 0.5, 0.4, 0.6, 0.7], 0.1, 1 / 6],
    ['one that goes back twice', [0.3, 0.2, 0.6, 0.5, 0.5], 0.1, 0.4],
    ['one whose beginning is not known', [0.2, 0.5, 0.4, 0.6, 0.7], undefined, 0.2],
    ['a short one', [0.2, 0.1, 0.3, 0.4], 0.1, undefined],
    ['one that gains nothing', [0.1, 0.09, 0.1, 0.08, 0.1], 0.1, undefined],
    ['one that diverges', [0.2, 0.3, NaN, NaN, NaN], 0.1, undefined],
  ])('%s', (_, values, from, expected) => {
    const found = raggedness(values, 'maximize', from);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(expected, 12);
  });

  test('of a loss what rises is lost', () => {
    expect(raggedness([2, 1, 1.5, 1, 0.5], 'minimize')).toBeCloseTo(0.5 / 1.5, 12);
  });

  const record = drawnRecord(
    ['optimizer'],
    [
      // Lost 0.1 of 0.6, 0.2 of 0.6.
      {
        parameters: { optimizer: 'rmsprop' },
        curves: [
          [0.3, 0.5, 0.4, 0.6, 0.7],
          [0.3, 0.5, 0.3, 0.6, 0.7],
        ],
      },
      // Lost 0.01 and 0.02 of 0.6.
      {
        parameters: { optimizer: 'momentum' },
        curves: [
          [0.3, 0.5, 0.49, 0.6, 0.7],
          [0.3, 0.5, 0.48, 0.6, 0.7],
        ],
      },
      // Nothing lost, little gained.
      {
        parameters: { optimizer: 'sgd' },
        curves: [
          [0.11, 0.12, 0.13, 0.14, 0.15],
          [0.11, 0.12, 0.13, 0.14, 0.16],
        ],
      },
    ],
  );

  test('is ranked, and among those that get there, with what the seeds say of it', () => {
    const found = part(record, 'smoothness');
    expect(rows(found).map(({ cell, raggedness: value, n }) => [cell, value, n])).toEqual([
      ['sgd', 0, 2],
      ['momentum', expect.closeTo(0.025, 12), 2],
      ['rmsprop', expect.closeTo(0.25, 12), 2],
    ]);
    expect(found.sentences).toEqual([
      expect.stringMatching(
        /^By test accuracy, sgd is smoothest \(0\.0 % lost on the way\), before momentum \(2\.5 %; the seeds do not tell the two apart: 95 % interval of the difference −8\.1 to 13\.1 points\)\. Most ragged is rmsprop \(25\.0 %\)\.$/,
      ),
      expect.stringMatching(
        /^Of the 2 that end at 64\.0 % or better, momentum is smoothest \(2\.5 % lost on the way\), before rmsprop/,
      ),
    ]);
  });
});
