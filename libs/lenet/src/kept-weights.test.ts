import { parseSpec } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { improvement, keepingOf, type Keeping } from './kept-weights.ts';
import { lenetWorkload } from './workload.ts';

describe('what a trial keeps', () => {
  const accuracy = { name: 'test/accuracy', goal: 'maximize' };

  test.each([
    [{}, {}, undefined],
    [{ keep_weights: 'last' }, {}, { which: 'last' }],
    [{ keep_weights: 'best', metric: accuracy }, {}, { which: 'best', metric: 'test/accuracy', goal: 'maximize' }],
    [
      { keep_weights: 'best', metric: accuracy },
      { validation: 5000 },
      { which: 'best', metric: 'validation/accuracy', goal: 'maximize' },
    ],
    [
      { keep_weights: 'best', metric: { name: 'train/loss', goal: 'minimize', choose_by: 'test/loss' } },
      {},
      { which: 'best', metric: 'test/loss', goal: 'minimize' },
    ],
    [
      { keep_weights: 'best', metric: { ...accuracy, choose_by: 'validation/accuracy' } },
      {},
      { which: 'best', metric: 'test/accuracy', goal: 'maximize' },
    ],
  ])('%j with %j', (settings, hyperparameters, keeping) => {
    expect(keepingOf(settings, hyperparameters)).toEqual(keeping);
  });

  test('settings of another version are refused', () => {
    expect(() => keepingOf({ keep_weights: 'all' }, {})).toThrow("The trial's settings cannot be used: keep_weights: ");
    expect(() => keepingOf({ keep_weights: 'best' }, {})).toThrow('metric: missing, expected keys with values.');
  });
});

describe('an epoch is better', () => {
  const keeping: Keeping = { which: 'best', metric: 'm', goal: 'maximize' };
  const after = (value: number, best: number | null, changed: Partial<Keeping> = {}) =>
    improvement({ ...keeping, ...changed }, [{ name: 'm', step: 1, value }], best);

  test('than none, and than one of which it is further towards the goal', () => {
    expect(after(0.1, null)).toBe(0.1);
    expect(after(0.2, 0.1)).toBe(0.2);
    expect(after(0.1, 0.2)).toBeUndefined();
    expect(after(0.1, 0.2, { goal: 'minimize' })).toBe(0.1);
    expect(after(0.2, 0.1, { goal: 'minimize' })).toBeUndefined();
  });

  test('not than its equal, so that the first stays; nor where it is not finite or not there', () => {
    expect(after(0.2, 0.2)).toBeUndefined();
    expect(after(NaN, null)).toBeUndefined();
    expect(after(Infinity, 1)).toBeUndefined();
    expect(after(1, null, { metric: 'other' })).toBeUndefined();
    expect(after(1, null, { which: 'last' })).toBeUndefined();
  });
});

describe('a sweep is refused', () => {
  const problems = (lines: string, more = '') => {
    const parameters = `parameters: { optimizer: { value: sgd }${more} }`;
    const parsed = parseSpec(`name: x\n${lines}\n${parameters}`, [lenetWorkload]);
    return parsed.ok ? [] : parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  };

  test('that keeps the best by what is not told after each epoch', () => {
    expect(problems('metric: { name: train/loss }\nkeep_weights: best')).toEqual([
      '3:15 keep_weights: best is told after each epoch, by test/accuracy, test/loss, validation/accuracy, validation/loss, but not by train/loss; set metric.choose_by, or keep the last',
    ]);
    expect(problems('metric: { name: train/loss, choose_by: test/loss }\nkeep_weights: best')).toEqual([]);
    expect(problems('metric: { name: train/loss }\nkeep_weights: last')).toEqual([]);
  });

  test('that chooses or claims by validation images that no trial keeps apart', () => {
    const message = 'is reported only by trials with the parameter validation, such as validation: { value: 5000 }';
    expect(problems('metric: { name: train/loss, choose_by: validation/loss }')).toEqual([
      `2:40 metric.choose_by: validation/loss ${message}`,
    ]);
    expect(problems('metric: { name: validation/accuracy }')).toEqual([
      `2:17 metric.name: validation/accuracy ${message}`,
    ]);
    expect(problems('metric: { name: validation/accuracy }', ', validation: { value: 9 }')).toEqual([]);
  });
});
