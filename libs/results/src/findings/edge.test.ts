import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { finished, sweep, trial } from '../example-records.ts';
import type { SweepRecord } from '../record.ts';
import { continued, edges } from './edge.ts';

function lrRecord(accuracies: Readonly<Record<number, number>>): SweepRecord {
  const trials = Object.entries(accuracies).map(([lr, value], index) => {
    const points = [{ name: 'test/accuracy', step: 10, epoch: 1, value }];
    return trial(index, { lr: Number(lr) }, finished(points, index, 'completed'));
  });
  return sweep('rates', ['lr'], trials);
}

const edgesOf = (record: SweepRecord) => edges(summarize(record));

describe('the next value beyond a row', () => {
  test.each([
    ['by the same factor', [0.001, 0.01], 0.1],
    ['by the last factor of an uneven one', [0.001, 0.005, 0.01, 0.1], 1],
    ['downwards', [0.1, 0.01, 0.005, 0.001], 0.0002],
    ['of doubles', [16, 32, 64, 128], 256],
    ['by the same difference', [10, 20, 30], 40],
    ['of shares, which stay below 1', [0.8, 0.9], 0.95],
    ['of shares ever closer to 1', [0.8, 0.9, 0.99], 0.999],
    ['of sizes, which stay above 0', [30, 20, 10], 5],
    ['of shares far apart', [0.1, 0.9], 0.989],
    ['of whole numbers, which stay whole', [9, 5, 3], 2],
    ['no whole number below 1', [4, 2, 1], undefined],
    ['of negative numbers', [-1, -2, -3], -4],
    ['nothing below zero', [0.01, 0], undefined],
  ])('%s', (_, values, next) => {
    expect(continued(values)).toBe(next);
  });
});

describe('a best cell at the end of an axis', () => {
  test('is told with the value to try next', () => {
    expect(edgesOf(lrRecord({ 0.001: 0.5, 0.01: 0.6 }))).toEqual([
      'lr 0.01 of the best cell is the largest that was tried; try 0.1 too.',
    ]);
    expect(edgesOf(lrRecord({ 0.001: 0.7, 0.01: 0.6, 0.1: 0.5 }))).toEqual([
      'lr 0.001 of the best cell is the smallest that was tried; try 0.0001 too.',
    ]);
  });

  test('is nothing to tell in the middle, nor of a single cell', () => {
    expect(edgesOf(lrRecord({ 0.001: 0.5, 0.01: 0.6, 0.1: 0.2 }))).toEqual([]);
    expect(edgesOf(lrRecord({ 0.001: 0.5 }))).toEqual([]);
  });

  test('of a range is its outermost twentieth, on the scale that it is drawn on', () => {
    const drawn = (best: number, distribution: 'uniform' | 'log_uniform_values') => {
      const record = lrRecord({ [best]: 0.6, 0.01: 0.5, 0.02: 0.4 });
      const spec = { ...record.spec, parameters: { lr: { distribution, min: 1e-4, max: 0.1 } } };
      return edgesOf({ ...record, spec });
    };
    expect(drawn(0.09, 'log_uniform_values')).toEqual([
      'lr 0.09 of the best cell lies at the upper end of its range (0.0001 to 0.1); widen it there.',
    ]);
    expect(drawn(0.09, 'uniform')).toEqual([]);
    expect(drawn(0.0011, 'log_uniform_values')).toEqual([]);
    expect(drawn(0.0011, 'uniform')).toHaveLength(1);
  });
});
