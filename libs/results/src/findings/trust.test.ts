import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord, finished, optimizersRecord, PROVENANCE, sweep, trial } from '../example-records.ts';
import type { SweepRecord } from '../record.ts';
import { describeConfounder, doubts } from './trust.ts';

const told = (record: SweepRecord) => doubts(summarize(record)).join('\n');

test('a parameter that differs unasked is told with its values, and with what to write', () => {
  const record = optimizersRecord(1);
  const trials = record.trials.map((each) => {
    const lr = ['rmsprop', 'adagrad'].includes(String(each.parameters['optimizer'])) ? 0.01 : 0.001;
    return { ...each, parameters: { ...each.parameters, lr } };
  });
  expect(told({ ...record, trials })).toBe(
    'lr differs too, by default: 0.001 for sgd, momentum and adam and 0.01 for rmsprop and adagrad. A difference between these ' +
      'cells may come from it. To hold it fixed write lr: { value: 0.001 }, to compare it lr: { values: […] }.',
  );
});

test('of very many values the first are told', () => {
  const values = Array.from({ length: 5000 }, (_, at) => ({ value: at, cellIds: [`cell-${at}`] }));
  const text = describeConfounder({ parameter: 'eps', values }, (cellId) => cellId);
  expect(text).toContain('7 for cell-7 and 4,992 other values. A difference');
});

describe('seeds that gave the same', () => {
  const seeds = (last: readonly number[]) => {
    const trials = last.map((value, seed) => {
      const points = [0.4, value].map((each, at) => ({
        name: 'test/accuracy',
        step: at + 1,
        epoch: at + 1,
        value: each,
      }));
      return trial(seed, { lr: 1 }, { seed, ...finished(points, seed, 'completed') });
    });
    return told(sweep('same', ['lr'], trials));
  };

  test('in every point: the program may not use its seed', () => {
    expect(seeds([0.5, 0.5, 0.5])).toContain(
      'All seeds gave exactly the same values in lr 1: the program may not use its seed',
    );
  });

  test('are not those that differ anywhere, nor a single one', () => {
    expect(seeds([0.5, 0.5, 0.5001])).toBe('');
    expect(seeds([0.5])).toBe('');
  });

  test('are not those that report at steps of their own', () => {
    const trials = [0, 1].map((seed) => {
      const points = [{ name: 'test/accuracy', step: 10 + seed, value: 0.5 }];
      return trial(seed, { lr: 1 }, { seed, ...finished(points, seed, 'completed') });
    });
    expect(told(sweep('apart', ['lr'], trials))).toBe('');
  });
});

test('mixed engines are pointed out, and trials that were gone on with by another are told with their mixture (I5)', () => {
  const record = optimizersRecord();
  const trials = record.trials.map((each, at) =>
    at === 0 ? { ...each, provenance: [{ ...PROVENANCE, engine: 'reference' }] } : each,
  );
  expect(told({ ...record, trials })).toContain('computed by different engines');
  expect(told(commandRecord())).toContain("1 trial by command + wasm. Their numbers are neither's.");
});
