import { describe, expect, test } from 'vitest';
import { drawnRecord, part, rows, tunedRecord } from './example-curves.ts';
import type { SweepRecord } from '../record.ts';

describe('what matters most', () => {
  const cell = (optimizer: string, lr: number, ...finals: number[]) => ({
    parameters: { optimizer, lr },
    curves: finals.map((final) => [final]),
  });

  test('is told as shares of all variation', () => {
    // As 2 × 2 with two seeds: cell means 1, 2, 5, 10 in hundredths, ± 1. Grand mean 4.5; optimizer 1.5 and 7.5: 8 × 9 = 72; lr 3 and
    // 6: 8 × 2.25 = 18; both: 0.5 + 8 = 2 × (3.5² + 2.5² + 0.5² + 5.5²) = 98 − 72 − 18 = 8; seeds 8 × 1 = 8; in all 106.
    const record = drawnRecord(
      ['optimizer', 'lr'],
      [
        cell('sgd', 0.1, 0.0, 0.02),
        cell('sgd', 0.2, 0.01, 0.03),
        cell('adam', 0.1, 0.04, 0.06),
        cell('adam', 0.2, 0.09, 0.11),
      ],
    );
    const found = part(record, 'effects');
    const shares = rows(found).map(({ term, share, degrees_of_freedom: df }) => [term, Number(share).toFixed(9), df]);
    expect(shares).toEqual([
      ['optimizer', (72 / 106).toFixed(9), 1],
      ['lr', (18 / 106).toFixed(9), 1],
      ['optimizer × lr', (8 / 106).toFixed(9), 1],
      ['seeds', (8 / 106).toFixed(9), 4],
    ]);
    // F = 72 / (8 / 4) = 36 with 1 and 4 degrees of freedom: t = 6, two tails with 4: 0.003883.
    expect(rows(found)[0]!['p']).toBeCloseTo(0.003883, 6);
    expect(found.sentences).toEqual([
      'optimizer matters most: it explains 67.9 % of the variation of final test accuracy, lr 17.0 %, what they do together 7.5 %, and 7.5 % the seeds.',
      'The best lr depends on optimizer: look at their crossing, not at each alone.',
    ]);
  });

  test('of three axes: pairs, and what is left for all three', () => {
    // Only the three together do anything: whether their sum is even.
    const all = [1, 2].flatMap((a) => [1, 2].flatMap((b) => [1, 2].map((c) => ({ a, b, c }))));
    const record = drawnRecord(
      ['a', 'b', 'c'],
      all.map((parameters) => ({
        parameters,
        curves: [[(parameters.a + parameters.b + parameters.c) % 2 === 0 ? 0.4 : 0.6]],
      })),
    );
    expect(rows(part(record, 'effects'))[0]).toMatchObject({
      term: 'three and more together',
      share: expect.closeTo(1, 9) as number,
      p: null,
    });
  });

  test('leaves out a value of which seeds have no result', () => {
    const found = part(tunedRecord(), 'effects');
    expect(found.sentences[0]).toMatch(/^Without lr 0\.1, where seeds have no result: optimizer matters most/);
    expect(rows(found)).toHaveLength(4);
  });

  test('is not told of what is no complete grid, and why', () => {
    const { trials, ...rest } = tunedRecord();
    const why = (record: SweepRecord) => part(record, 'effects').sentences;
    expect(why({ ...rest, trials: trials.slice(2) })).toEqual([
      'Main effects are not told: not every combination of optimizer, lr is a cell.',
    ]);
    expect(why({ ...rest, trials: trials.slice(1) })).toEqual([
      'Main effects are not told: its cells have unlike numbers of seeds.',
    ]);
    expect(why({ ...rest, trials, spec: { ...rest.spec, method: 'random' } })).toEqual([
      'Main effects are not told: its cells were drawn at random and are no grid.',
    ]);
    const failed = trials.map((one, at) => (at === 2 ? { ...one, state: 'failed' as const } : one));
    expect(why({ ...rest, trials: failed })).toEqual([
      'Main effects are not told: 2 cells have no final value in all seeds.',
    ]);
  });
});
