import { describe, expect, test } from 'vitest';
import { learningRatesRecord, mixedRecord, optimizersRecord } from './example-records.ts';
import { formatResults, RESULT_FORMATS, type ResultFormat } from './format-results.ts';

const TERMINAL = { width: 100, color: false };
const RECORDS = { optimizers: optimizersRecord(), 'learning-rates': learningRatesRecord(), mixed: mixedRecord() };
const EXTENSIONS: Readonly<Record<ResultFormat, string>> = {
  ...{ table: 'txt', markdown: 'md', csv: 'csv', json: 'json', jsonl: 'jsonl' },
};
const CASES = Object.entries(RECORDS).flatMap(([name, record]) =>
  RESULT_FORMATS.map((format) => ({ name, record, format, file: `golden/${name}.${EXTENSIONS[format]}` })),
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

  test('JSON keeps numbers that are not finite', () => {
    const record = { ...RECORDS['learning-rates'], metric: { name: 'train/loss', goal: 'minimize' } as const };
    const parsed = JSON.parse(formatResults(record, 'json', TERMINAL)) as { cells: Record<string, unknown>[] };
    const diverged = parsed.cells.find((cell) => cell['status'] === 'diverged');
    expect(diverged).toMatchObject({ rank: null, final_mean: 'NaN' });
  });

  test('a narrow terminal drops columns and says which, and no line is wider', () => {
    const text = formatResults(RECORDS.optimizers, 'table', { width: 62, color: false });
    expect(text).toContain('Not shown, as the terminal is narrow: seeds, time.');
    const table = text.split('\n').slice(1, 7);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(62);
  });

  test('colour only where it is asked for', () => {
    const escape = '\u001B[';
    expect(formatResults(RECORDS.mixed, 'table', { width: 100, color: true })).toContain(escape);
    expect(formatResults(RECORDS.mixed, 'table', TERMINAL)).not.toContain(escape);
  });
});
