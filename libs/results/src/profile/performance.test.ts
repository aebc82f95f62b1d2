import { describe, expect, test } from 'vitest';
import { seededOptimizersRecord } from '../example-seeds.ts';
import { part, profile, rows, tunedRecord } from './example-curves.ts';

describe('performance', () => {
  test('is each optimizer with its best settings', () => {
    const found = part(tunedRecord(), 'performance');
    expect(rows(found)).toMatchObject([
      {
        subject: 'adam',
        best_settings: 'lr 0.001',
        mean: expect.closeTo(0.7, 12) as number,
        n: 2,
        settings: 3,
        trials: 6,
      },
      { subject: 'sgd', best_settings: 'lr 0.1', mean: expect.closeTo(0.6, 12) as number, settings: 3, trials: 6 },
    ]);
    expect(found.sentences).toEqual([
      'With its best other settings: adam 70.0 % (lr 0.001) and sgd 60.0 % (lr 0.1).',
      'Each had the same budget, 6 trials.',
      'The settings were chosen by the values shown, which flatters them; fresh seeds do not (gridsweep confirm).',
    ]);
  });

  test('says that budgets are unequal', () => {
    const record = tunedRecord();
    const fewer = {
      ...record,
      trials: record.trials.filter(({ parameters: { optimizer, lr } }) => optimizer === 'adam' || lr === 0.1),
    };
    expect(part(fewer, 'performance').sentences[1]).toBe(
      'Their budgets were not equal (2 to 6 trials), which favours those that tried more.',
    );
  });

  test('is not told where there are no other settings', () => {
    expect(profile(seededOptimizersRecord()).parts.map(({ kind }) => kind)).not.toContain('performance');
  });
});
