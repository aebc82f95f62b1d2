import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { learningRatesRecord, mixedRecord, optimizersRecord } from '../example-records.ts';
import { divergedSeedsRecord, gridRecord, largeRecord, seededOptimizersRecord } from '../example-seeds.ts';
import type { SweepRecord } from '../record.ts';
import { comparisonTable, inRankOrder } from './comparison-table.ts';
import { toRows } from './export.ts';
import { forAudience } from './table.ts';
import { toTerminal } from './terminal.ts';

const tableOf = (record: SweepRecord) => comparisonTable(summarize(record));
const rowsOf = (record: SweepRecord) => [...toRows(tableOf(record))];

/** Rows as people see them, by the columns' titles. */
function shown(record: SweepRecord): Record<string, string>[] {
  const { columns, rows } = forAudience(tableOf(record), 'people');
  return [...rows].map((row) => Object.fromEntries(columns.map(({ title }, at) => [title, row[at]!.text])));
}

describe('for people', () => {
  test('a cell has its mean with its interval, its difference to the best of the others, and its standing', () => {
    const [best, next, ...others] = shown(seededOptimizersRecord());
    expect(best).toMatchObject({ '#': '1', optimizer: 'adam', seeds: '10', standing: 'best', result: 'finished' });
    expect(best?.['test accuracy (%)']).toMatch(/^64\.4 \[6\d\.\d, 6\d\.\d\]$/);
    expect(best?.['difference']).toMatch(/^\+2\.7 \[0\.0, \d\.\d\]$/);
    expect(next?.['difference']).toMatch(/^−2\.7 \[−\d\.\d, 0\.0\]$/);
    expect(others.map(({ standing }) => standing)).toEqual(['not best', 'not best', 'not best']);
  });

  test('the differences are those of the printed means', () => {
    const rows = shown(gridRecord());
    const meanOf = (row: Record<string, string>) => Number(row['test accuracy (%)']!.split(' ')[0]);
    for (const row of rows.slice(1)) {
      const difference = Number(row['difference']!.split(' ')[0]!.replace('−', '-'));
      expect(meanOf(row) - meanOf(rows[0]!)).toBeCloseTo(difference, 9);
    }
  });

  test('one seed has neither interval nor difference, and no note speaks of them', () => {
    const [row] = shown(optimizersRecord());
    expect(row).toMatchObject({ 'test accuracy (%)': '65.0', standing: '', seeds: '1' });
    expect(row).not.toHaveProperty('difference');
    expect(tableOf(optimizersRecord()).notes).toEqual([
      '5 trials = 0 pending + 0 running + 5 finished + 0 failed + 0 cancelled.',
    ]);
  });

  test('a cell of which seeds diverged has no mean: what it did stands in its place', () => {
    const [, , some, all] = shown(divergedSeedsRecord());
    const empty = { '#': '', 'test accuracy (%)': '–', standing: 'not compared', 'best epoch': '–' };
    expect(some).toMatchObject({ ...empty, lr: '0.03', result: 'diverged 2/5' });
    expect(all).toMatchObject({ ...empty, lr: '0.1', result: 'diverged 5/5' });
  });

  test('where another metric chooses, both are there and the difference is in that one', () => {
    const record = seededOptimizersRecord({ seeds: 3, validation: true });
    expect(shown(record)[0]).toHaveProperty('validation accuracy (%)');
    expect(shown(record)[0]).toHaveProperty('at best validation accuracy');
    expect(tableOf(record).notes.join('\n')).toContain(
      'difference: to the best of the other cells in validation accuracy',
    );
  });

  test('what differs without being an axis is a column', () => {
    const record = optimizersRecord(1);
    const trials = record.trials.map((trial, at) => ({
      ...trial,
      parameters: { ...trial.parameters, lr: at > 2 ? 0.01 : 0.001 },
    }));
    expect(shown({ ...record, trials }).map(({ optimizer, lr }) => `${optimizer} ${lr}`)).toContain('adam 0.01');
    expect(rowsOf({ ...record, trials })[0]).toHaveProperty('lr');
  });

  test('cells that have not ended say how far they are', () => {
    expect(shown(mixedRecord()).at(-1)).toMatchObject({
      ...{ optimizer: 'adagrad', standing: 'not compared', seeds: '0/3' },
      result: '1 running, 2 pending, 41.4 % after epoch 2',
    });
  });
});

describe('for programs', () => {
  test('numbers are apart, in the metric that a column names, and keys are in one style', () => {
    const [best] = rowsOf(seededOptimizersRecord());
    expect(best).toMatchObject({
      ...{ rank: 1, optimizer: 'adam', metric: 'test/accuracy', n: 10, standing: 'best', left_out: null },
      ...{ status: 'finished', judgement: null, trials: 10, finished: 10, completed: 10, diverged: 0 },
    });
    const { mean, std, ci_low, ci_high, diff, diff_low, diff_high } = best as Record<string, number>;
    expect(mean).toBeCloseTo(0.644, 3);
    expect(ci_high! - mean!).toBeCloseTo((2.262 * std!) / Math.sqrt(10), 5);
    expect(mean! - ci_low!).toBeCloseTo(ci_high! - mean!, 12);
    expect(diff_low).toBeLessThan(diff!);
    expect(diff).toBeLessThan(diff_high!);
    for (const key of Object.keys(best!)) expect(key).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test('standings and judgements are words that a program can match', () => {
    const standings = new Set(rowsOf(gridRecord()).map(({ standing }) => standing));
    expect([...standings]).toEqual(['could_be_best', 'not_best']);
    const rows = rowsOf(learningRatesRecord());
    expect(rows.map(({ judgement }) => judgement)).toContain('loss_not_falling');
    expect(rows.at(-1)).toMatchObject({ rank: null, standing: null, left_out: 'diverged', mean: null, n: 0 });
  });

  test('a metric that chooses has columns of its own', () => {
    const [best] = rowsOf(seededOptimizersRecord({ seeds: 3, validation: true }));
    expect(best).toMatchObject({ choice_metric: 'validation/accuracy', choice_mean: expect.any(Number) as number });
    expect(rowsOf(optimizersRecord())[0]).not.toHaveProperty('choice_metric');
  });
});

test('a narrow terminal keeps rank, setting, value and standing', () => {
  const text = toTerminal(tableOf(seededOptimizersRecord()), { width: 60, color: false });
  const table = text.split('\n').slice(1, 7);
  expect(table[0]).toBe('#  optimizer  test accuracy (%)  standing  result');
  expect(text).toContain('Not shown, as the terminal is narrow: difference, seeds, best epoch, time.');
});

test('compared cells come first, the others in the order of the sweep', () => {
  expect(inRankOrder(summarize(mixedRecord())).map(({ label }) => label)).toEqual([
    ...['adam', 'momentum', 'sgd', 'rmsprop', 'adagrad'],
  ]);
});

test('a thousand cells are a thousand rows', () => {
  const rows = rowsOf(largeRecord({ cells: 1000, seeds: 2, points: 2 }));
  expect(rows.map(({ rank }) => rank)).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
});
