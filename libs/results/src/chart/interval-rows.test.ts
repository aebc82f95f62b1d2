import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { seededRecord } from '../example-seeds.ts';
import { metricFormat } from '../value-format.ts';
import { differenceEnds, intervalRows, nearRows, valueEnds, type IntervalRow } from './interval-rows.ts';

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

describe('what the axes are made for', () => {
  const row = (mean: number, spread = 1): IntervalRow => ({
    ...{ label: String(mean), mean, values: [mean - spread, mean + spread] },
    interval: [mean - 20 * spread, mean + 20 * spread],
    difference: { estimate: mean - 60, low: mean - 60 - 20 * spread, high: mean - 60 + 20 * spread },
  });
  const labels = (rows: readonly IntervalRow[]) => rows.map(({ label }) => label);

  test('single values whole, of wide intervals as much as does not flatten these', () => {
    const [low, high] = valueEnds([row(60), row(58)]);
    expect(low).toBe(55);
    expect(high).toBe(63);
  });

  test('a cell far worse than most is outside, whatever the goal', () => {
    expect(labels(nearRows([row(1), row(1.1), row(1.2), row(1e5)], false))).toEqual(['1', '1.1', '1.2']);
    expect(labels(nearRows([row(60), row(59), row(58), row(-1e5)], true))).toEqual(['60', '59', '58']);
    expect(labels(nearRows([row(60), row(59), row(58), row(50)], true))).toEqual(['60', '59', '58', '50']);
  });

  test('so are seeds far from the best of a cell that is not compared', () => {
    const left = { label: 'left', values: [-1e5, 59], reason: '1 of 3 diverged' };
    expect(labels(nearRows([row(60), row(59), row(58), left], true))).toEqual(['60', '59', '58']);
    expect(labels(nearRows([row(60), row(59), row(58), { ...left, values: [57] }], true))).toContain('left');
  });

  test('equal cells are all inside', () => {
    expect(nearRows([row(50, 0), row(50, 0)], true)).toHaveLength(2);
    expect(valueEnds([row(50, 0), row(50, 0)])).toEqual([50, 50]);
  });

  test('differences have zero, and intervals no longer than twice the largest of them', () => {
    expect(differenceEnds([row(63, 0.1), row(62, 0.1)])).toEqual([0, 5]);
    expect(differenceEnds([row(57), row(56)])).toEqual([-8, 8]);
    expect(differenceEnds([row(60, 0)])).toEqual([0, 0]);
  });
});
