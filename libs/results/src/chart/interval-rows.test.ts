import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { seededRecord } from '../example-seeds.ts';
import { metricFormat } from '../value-format.ts';
import { intervalRows, worthShowing, type IntervalRow } from './interval-rows.ts';

const levels = [0.6, 0.62, 0.3, 0.61];
const summary = summarize(
  seededRecord(
    'rows',
    ['lr'],
    levels.map((level, at) => ({ parameters: { lr: at }, level, ...(at === 3 && { diverges: [1] }) })),
    { seeds: 4, noise: 0.005 },
  ),
);
const format = metricFormat('test/accuracy', summary.metrics);

describe('rows of an interval plot', () => {
  test('stand best first in shown units, with every seed', () => {
    const { rows, cellsLeftOut } = intervalRows(summary, format, 30);
    expect(rows.map(({ label }) => label)).toEqual(['lr 1', 'lr 0', 'lr 2', 'lr 3']);
    expect(cellsLeftOut).toBe(0);
    const [first] = rows;
    expect(first!.values).toHaveLength(4);
    expect(first!.mean).toBeCloseTo(first!.values.reduce((sum, value) => sum + value, 0) / 4);
    expect(first!.mean).toBeGreaterThan(60);
    expect(first!.interval![0]).toBeLessThan(first!.mean!);
    expect(first!.difference!.estimate).toBeCloseTo(first!.mean! - rows[1]!.mean!);
  });

  test('a cell of which a seed diverged has no mean, its other seeds and the reason', () => {
    const row = intervalRows(summary, format, 30).rows.at(-1)!;
    expect(row).toMatchObject({ label: 'lr 3', reason: '1 of 4 diverged' });
    expect(row.values).toHaveLength(3);
    expect(row.mean).toBeUndefined();
  });

  test('what is too much is counted', () => {
    const { rows, cellsLeftOut } = intervalRows(summary, format, 2);
    expect(rows.map(({ label }) => label)).toEqual(['lr 1', 'lr 0', 'lr 3']);
    expect(cellsLeftOut).toBe(1);
  });
});

describe('what an axis encloses', () => {
  const row = (mean: number, spread = 1): IntervalRow => ({
    ...{ label: '', mean, values: [mean - spread, mean + spread] },
    interval: [mean - 20 * spread, mean + 20 * spread],
  });

  test('single values whole, of wide intervals as much as does not flatten these', () => {
    const [low, high] = worthShowing([row(60), row(58)], true);
    expect(low).toBeLessThanOrEqual(57);
    expect(low).toBeGreaterThan(40);
    expect(high).toBeGreaterThanOrEqual(61);
    expect(high).toBeLessThan(80);
  });

  test('a cell far worse than most is outside, whatever the goal', () => {
    const losses = [row(1, 0.01), row(1.1, 0.01), row(1.2, 0.01), row(1e5, 1)];
    expect(worthShowing(losses, false)[1]).toBeLessThan(2);
    const accuracies = [row(60), row(59), row(58), row(-1e5)];
    expect(worthShowing(accuracies, true)[0]).toBeGreaterThan(40);
  });

  test('equal cells are all inside', () => {
    expect(worthShowing([row(50, 0), row(50, 0)], true)).toEqual([50, 50]);
  });
});
