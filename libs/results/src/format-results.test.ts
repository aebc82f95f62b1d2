import { describe, expect, test } from 'vitest';
import { commandRecord, learningRatesRecord, mixedRecord, optimizersRecord } from './example-records.ts';
import {
  formatResults,
  listResults,
  RESULT_LISTS,
  TEXT_FORMATS,
  type ResultList,
  type TextFormat,
} from './format-results.ts';
import type { SweepRecord } from './record.ts';

const TERMINAL = { width: 100, color: false };
const RECORDS = {
  ...{ optimizers: optimizersRecord(), 'learning-rates': learningRatesRecord(), mixed: mixedRecord() },
  command: commandRecord(),
};
const EXTENSIONS: Readonly<Record<TextFormat, string>> = {
  ...{ table: 'txt', markdown: 'md', csv: 'csv', json: 'json', jsonl: 'jsonl', latex: 'tex' },
};
const CASES = Object.entries(RECORDS).flatMap(([name, record]) =>
  TEXT_FORMATS.map((format) => ({ name, record, format, file: `golden/${name}.${EXTENSIONS[format]}` })),
);

describe('formatResults', () => {
  test.each(CASES)('$name as $format is as in $file', async ({ record, format, file }) => {
    await expect(formatResults(record, format, TERMINAL)).toMatchFileSnapshot(file);
  });

  test.each(['table', 'markdown'] as const)('I4: the %s prints all trial counts', (format) => {
    const counts = '16 trials = 2 pending + 1 running + 9 finished + 3 failed + 1 cancelled';
    expect(formatResults(RECORDS.mixed, format, TERMINAL)).toContain(counts);
  });

  test('I4: the counts of the CSV rows add up to the sweep', () => {
    const [header, ...rows] = formatResults(RECORDS.mixed, 'csv', TERMINAL).trimEnd().split('\n');
    const sum = (key: string) => {
      const at = header!.split(',').indexOf(key);
      // Counts stand behind the only quoted field.
      return rows.reduce((total, row) => total + Number(row.replace(/".*?"/, '').split(',')[at]), 0);
    };
    const states = ['pending', 'running', 'finished', 'failed', 'cancelled'].map(sum);
    expect(states).toEqual([2, 1, 9, 3, 1]);
    expect(sum('trials')).toBe(16);
  });

  test('a narrow terminal drops columns and says which, and no line is wider', () => {
    const text = formatResults(RECORDS.optimizers, 'table', { width: 62, color: false });
    expect(text).toContain('Not shown, as the terminal is narrow: seeds, best epoch, time.');
    const table = text.split('\n').slice(1, 7);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(62);
  });

  test('colour only where it is asked for', () => {
    const escape = '\u001B[';
    expect(formatResults(RECORDS.mixed, 'table', { width: 100, color: true })).toContain(escape);
    expect(formatResults(RECORDS.mixed, 'table', TERMINAL)).not.toContain(escape);
  });
});

describe('listResults', () => {
  const listed = (record: SweepRecord, list: ResultList, format: TextFormat) =>
    [...listResults(record, list, format, TERMINAL)].join('');

  test.each(TEXT_FORMATS)('the trials of a sweep as %s are as in the golden file', async (format) => {
    const text = listed(RECORDS.command, 'trials', format);
    await expect(text).toMatchFileSnapshot(`golden/trials.${EXTENSIONS[format]}`);
  });

  test.each(TEXT_FORMATS)('the points of a sweep as %s are as in the golden file', async (format) => {
    const few = { ...RECORDS.command, trials: RECORDS.command.trials.slice(6, 8) };
    await expect(listed(few, 'points', format)).toMatchFileSnapshot(`golden/points.${EXTENSIONS[format]}`);
  });

  test('failures are rows with their kind and reason, and trials without the metric have none', () => {
    const rows = listed(RECORDS.mixed, 'trials', 'jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).toHaveLength(16);
    expect(rows[0]).toMatchObject({
      ...{ index: 0, state: 'failed', outcome: null, failure_kind: 'out-of-memory', attempts: 3 },
      ...{ failure_detail: 'The trainer needed more than 512 MiB.', final_value: null, final_step: null },
      ...{ best_value: null, best_epoch: null, duration_seconds: null },
    });
    expect(rows[3]).toMatchObject({
      outcome: 'completed',
      metric: 'test/accuracy',
      final_step: 6 * 782,
      final_epoch: 6,
    });
    const text = listed(RECORDS.mixed, 'trials', 'table');
    expect(text).toContain('failed (out-of-memory)');
    expect(text).toContain('#0 failed: The trainer needed more than 512 MiB.');
  });

  test('numbers that are not finite are kept by every format', () => {
    const record = { ...RECORDS.command, metric: { name: 'objective', goal: 'minimize' } as const };
    const [row] = listed({ ...record, trials: record.trials.slice(7, 8) }, 'trials', 'jsonl').split('\n');
    expect(JSON.parse(row!)).toMatchObject({ outcome: 'diverged', final_value: 'NaN', best_step: 50 });
    const trials = record.trials.map((trial) => ({
      ...trial,
      points: trial.points.map((point) => ({ ...point, value: -Infinity })),
    }));
    expect(listed({ ...record, trials }, 'points', 'csv')).toMatch(/,objective,25,,-inf$/m);
    expect(listed({ ...record, trials }, 'points', 'json')).toContain('"value":"-Infinity"');
    expect(listed({ ...record, trials }, 'points', 'markdown')).toContain('| −∞ |');
  });

  test('what was chosen by is apart from what is claimed', () => {
    const [first] = RECORDS.command.trials;
    const value = (step: number, validation: number, test: number) => [
      { name: 'validation/loss', step, epoch: step, value: validation },
      { name: 'test/loss', step, epoch: step, value: test },
    ];
    const points = [...value(1, 3, 30), ...value(2, 1, 20), ...value(3, 2, 10)];
    const metric = { name: 'test/loss', goal: 'minimize', chooseBy: 'validation/loss' } as const;
    const record = { ...RECORDS.command, metric, trials: [{ ...first!, points }] };
    expect(JSON.parse(listed(record, 'trials', 'jsonl'))).toMatchObject({
      ...{ metric: 'test/loss', final_value: 10, final_epoch: 3, choice_metric: 'validation/loss', choice_value: 2 },
      ...{ best_value: 20, best_choice_value: 1, best_step: 2, best_epoch: 2 },
    });
  });

  test('cells are what formatResults gives', () => {
    for (const format of TEXT_FORMATS) {
      expect(listed(RECORDS.mixed, 'cells', format)).toBe(formatResults(RECORDS.mixed, format, TERMINAL));
    }
  });

  test('JSON of every list is one object', () => {
    for (const list of RESULT_LISTS) {
      expect(JSON.parse(listed(RECORDS.mixed, list, 'json'))).toMatchObject({ sweep: { name: 'mixed' }, [list]: {} });
    }
    expect(JSON.parse(listed({ ...RECORDS.mixed, trials: [] }, 'points', 'json'))).toMatchObject({ points: [] });
  });

  test('a parameter named as a column of ours has a column of its own', () => {
    const trials = RECORDS.command.trials.map((trial) => ({ ...trial, parameters: { seed: 'x', status: 'y' } }));
    const record = { ...RECORDS.command, axes: ['seed', 'status'], trials };
    const [row] = listed(record, 'trials', 'jsonl').split('\n');
    expect(JSON.parse(row!)).toMatchObject({ seed: 0, parameter_seed: 'x', status: 'y' });
    expect(formatResults(record, 'csv').split('\n')[0]).toMatch(/,seed,parameter_status,.*,status,/);
  });

  test('10,000 trials of 20 points are written in pieces, of which none is large', () => {
    const { trials } = RECORDS.command;
    const points = Array.from({ length: 20 }, (_, step) => ({ name: 'objective', step, value: step }));
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...trials[index % 12]!, index, points }));
    for (const format of ['csv', 'json'] as const) {
      let rows = 0;
      let longest = 0;
      for (const piece of listResults({ ...RECORDS.command, trials: many }, 'points', format, TERMINAL)) {
        rows += piece.split('\n').length - 1;
        longest = Math.max(longest, piece.length);
      }
      expect(rows).toBeGreaterThanOrEqual(200_000);
      expect(longest).toBeLessThan(100_000);
    }
  });
});

describe('a metric that no trial reported', () => {
  const record = { ...RECORDS.command, metric: { name: 'val/loss', goal: 'minimize' } as const };

  test.each(['table', 'markdown'] as const)('is said plainly in the %s and in the findings', (format) => {
    const text = formatResults(record, format, TERMINAL);
    const sentence =
      'No trial reported "val/loss", by which the sweep is compared; they reported "gradient/norm" and "objective".';
    expect(text.replaceAll('\n  ', ' ').split(sentence)).toHaveLength(3);
    expect(text).toContain('finished, metric not reported');
  });

  test('of nothing reported at all, too', () => {
    const trials = record.trials.map((trial) => ({ ...trial, points: [] }));
    expect(formatResults({ ...record, trials }, 'table')).toContain('they reported nothing at all.');
  });

  test('is not said while trials may still report it', () => {
    const trials = record.trials.map((trial) => ({ ...trial, state: 'running' as const, outcome: undefined }));
    expect(formatResults({ ...record, trials }, 'table')).not.toContain('No trial reported');
  });
});
