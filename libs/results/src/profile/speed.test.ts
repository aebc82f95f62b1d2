import { describe, expect, test } from 'vitest';
import { commandRecord } from '../example-records.ts';
import { toTerminal } from '../table/terminal.ts';
import { drawnRecord, part, profile, rows } from './example-curves.ts';
import { median } from './median.ts';

describe('speed', () => {
  const record = drawnRecord(
    ['optimizer'],
    [
      {
        parameters: { optimizer: 'sgd' },
        curves: [
          [0.2, 0.3, 0.4, 0.5],
          [0.2, 0.3, 0.4, 0.5],
          [0.2, 0.3, 0.4, 0.5],
        ],
      },
      {
        parameters: { optimizer: 'adam' },
        curves: [
          [0.2, 0.64, 0.6, 0.9],
          [0.3, 0.7, 0.8, 0.9],
          [0.1, 0.2, 0.83, 0.9],
        ],
      },
      {
        parameters: { optimizer: 'rmsprop' },
        curves: [
          [0.2, 0.3, 0.84, 0.8],
          [0.3, 0.7, 0.6, 0.8],
          [0.1, 0.2, 0.7, 0.8],
        ],
      },
    ],
  );

  test('is the median of steps to 90 % of the way from guessing to the best; never there is ∞', () => {
    // 0.1 + 0.9 × (0.9 − 0.1) = 0.82: adam after 4, 4 and 3 epochs, rmsprop after 3, never and never.
    const found = part(record, 'speed');
    expect(found.definition).toContain('at least 82.0 %, 90 % of the way from 10.0 % (guessing)');
    expect(rows(found)).toEqual([
      {
        cell: 'adam',
        reached_of: '3 of 3',
        reached: 3,
        n: 3,
        steps: 400,
        epochs: 4,
        seconds: 10,
        fastest_steps: 300,
        slowest_steps: 400,
      },
      {
        cell: 'rmsprop',
        reached_of: '1 of 3',
        reached: 1,
        n: 3,
        steps: null,
        epochs: null,
        seconds: null,
        fastest_steps: 300,
        slowest_steps: null,
      },
      {
        cell: 'sgd',
        reached_of: '0 of 3',
        reached: 0,
        n: 3,
        steps: null,
        epochs: null,
        seconds: null,
        fastest_steps: null,
        slowest_steps: null,
      },
    ]);
    expect(found.sentences).toEqual([
      'First at 82.0 %: adam after 4 epochs (median of 3 seeds).',
      'rmsprop was there with 1 of 3 seeds only.',
      'Never there: sgd.',
    ]);
    expect(toTerminal(found.table!, { width: 200, color: false })).toMatch(/^rmsprop +1 of 3 +∞ +∞ +∞ +300 +∞$/m);
  });

  test('takes a target that is given', () => {
    // 0.65: adam after 4, 2 and 3 epochs, rmsprop after 3, 2 and 3; of 4 epochs in 10 s, 3 take 7.5 s.
    const found = part(record, 'speed', 0.65);
    expect(found.definition).toContain('at least 65.0 %, the value that was asked for');
    expect(rows(found).map(({ cell, steps, seconds }) => [cell, steps, seconds])).toEqual([
      ['adam', 300, 7.5],
      ['rmsprop', 300, 7.5],
      ['sgd', null, null],
    ]);
  });

  test('of what is to be small is the time until it is so small', () => {
    // Command's objective falls as 40 / step; without chance the way begins at the median of the first points.
    const found = part(commandRecord(), 'speed', 1.0);
    expect(found.definition).toContain('at most 1, the value that was asked for');
    expect(rows(found)[0]).toMatchObject({ cell: 'momentum · momentum 0.8 · lr 0.01', steps: 50 });
    expect(rows(found)[0]).not.toHaveProperty('epochs');
  });

  test('is not told where nothing got better', () => {
    const flat = drawnRecord(
      ['optimizer'],
      [
        { parameters: { optimizer: 'sgd' }, curves: [[0.1, 0.1]] },
        { parameters: { optimizer: 'adam' }, curves: [[0.1, 0.1]] },
      ],
    );
    expect(profile(flat).parts.map(({ kind }) => kind)).not.toContain('speed');
  });

  test('the median of infinite values is what is in the middle', () => {
    expect(median([3, Infinity, 1])).toBe(3);
    expect(median([1, 3, Infinity, Infinity])).toBe(Infinity);
    expect(median([Infinity, Infinity])).toBe(Infinity);
    expect(median([4, 1])).toBe(2.5);
    expect(median([-Infinity, -Infinity, 1])).toBe(-Infinity);
    expect(median([])).toBeNaN();
  });
});
