import { describe, expect, test } from 'vitest';
import type { CellSummary } from '../cell-summary.ts';
import type { Run } from '../run.ts';
import { compareCells } from './compare.ts';
import { selectCells } from './compared-cells.ts';

const METRIC = { name: 'test/accuracy', goal: 'maximize' } as const;
const CHOSEN = { ...METRIC, chooseBy: 'validation/accuracy' } as const;

const run = (seed: number, numbers: Pick<Run, 'final' | 'choice'>, diverged = false): Run => ({
  ...{ trialId: `trial-${seed}`, seed, diverged },
  ...numbers,
});

function cell(cellId: string, runs: readonly Run[], counts: Partial<CellSummary['counts']> = {}): CellSummary {
  const finished = runs.length;
  return {
    ...{ cellId, label: cellId, parameters: {}, seeds: runs.map(({ seed }) => seed), runs },
    counts: { total: finished, pending: 0, running: 0, finished, failed: 0, cancelled: 0, ...counts },
    outcomes: { completed: finished, diverged: 0 },
    ...{ failures: [], unreported: 0, curves: new Map() },
  };
}

const good = cell('good', [run(1, { final: 0.5 }), run(2, { final: 0.6 })]);
const reasonOf = (other: CellSummary) => selectCells([good, other], METRIC).left;

describe('cells that are left', () => {
  test('diverged: one seed is enough, by its outcome or a value that is no number', () => {
    const left = [{ cellId: 'x', reason: 'diverged' }];
    expect(reasonOf(cell('x', [run(1, { final: 0.9 }), run(2, { final: 0.1 }, true)]))).toEqual(left);
    expect(reasonOf(cell('x', [run(1, { final: 0.9 }), run(2, {}, true)]))).toEqual(left);
    expect(reasonOf(cell('x', [run(1, { final: NaN })]))).toEqual(left);
    expect(reasonOf(cell('x', [run(1, { final: Infinity })]))).toEqual(left);
  });

  test('unreported: finished without the metric', () => {
    expect(reasonOf(cell('x', [run(1, {})]))).toEqual([{ cellId: 'x', reason: 'unreported' }]);
    expect(reasonOf(cell('x', [run(1, {}), run(2, { final: 1 })]))).toEqual([]);
  });

  test('unfinished while anything may come; failed when nothing does', () => {
    expect(reasonOf(cell('x', [], { total: 2, running: 1, failed: 1 }))).toEqual([
      { cellId: 'x', reason: 'unfinished' },
    ]);
    expect(reasonOf(cell('x', [], { total: 2, pending: 1, failed: 1 }))).toEqual([
      { cellId: 'x', reason: 'unfinished' },
    ]);
    expect(reasonOf(cell('x', [], { total: 2, failed: 2 }))).toEqual([{ cellId: 'x', reason: 'failed' }]);
    expect(reasonOf(cell('x', [], { total: 2, failed: 1, cancelled: 1 }))).toEqual([{ cellId: 'x', reason: 'failed' }]);
    expect(reasonOf(cell('x', [], { total: 1, cancelled: 1 }))).toEqual([{ cellId: 'x', reason: 'unfinished' }]);
  });

  test('one with a result is compared, whatever else it waits for', () => {
    expect(reasonOf(cell('x', [run(1, { final: 1 })], { total: 3, running: 1, failed: 1 }))).toEqual([]);
  });

  test('come in the sweep’s order', () => {
    const { left } = selectCells([cell('b', [run(1, {})]), good, cell('a', [run(1, {}, true)])], METRIC);
    expect(left.map(({ cellId }) => cellId)).toEqual(['b', 'a']);
  });
});

describe('the metric that chooses', () => {
  const chosen = cell('a', [run(1, { final: 0.5, choice: 0.7 }), run(2, { final: 0.6, choice: 0.8 })]);

  test('is the one kept apart where every compared run has it', () => {
    const selection = selectCells([chosen, cell('x', [run(1, {}, true)])], CHOSEN);
    expect(selection.choiceMetric).toBe('validation/accuracy');
    expect(selection.samples).toEqual([{ cellId: 'a', seeds: [1, 2], values: [0.7, 0.8] }]);
  });

  test.each([undefined, NaN])('is the claimed one where a run has %s of it', (choice) => {
    const other = cell('b', [run(1, { final: 0.4, ...(choice !== undefined && { choice }) })]);
    const selection = selectCells([chosen, other], CHOSEN);
    expect(selection.choiceMetric).toBe('test/accuracy');
    expect(selection.samples.map(({ values }) => values)).toEqual([[0.5, 0.6], [0.4]]);
  });

  test('is the claimed one where nothing is kept apart', () => {
    expect(selectCells([chosen], METRIC).choiceMetric).toBe('test/accuracy');
  });

  test('runs without the metric are not counted', () => {
    const { samples } = selectCells([cell('a', [run(1, {}), run(2, { final: 0.6 })])], METRIC);
    expect(samples).toEqual([{ cellId: 'a', seeds: [2], values: [0.6] }]);
  });
});

test('compareCells names both metrics and what is left beside the comparison', () => {
  const worse = cell('worse', [run(1, { final: 0.1 }), run(2, { final: 0.11 })]);
  const comparison = compareCells([worse, good, cell('gone', [run(1, {}, true)])], METRIC, 'fraction');
  expect(comparison).toMatchObject({
    ...{ metric: 'test/accuracy', choiceMetric: 'test/accuracy', left: [{ cellId: 'gone', reason: 'diverged' }] },
    power: { point: 0.01 },
  });
  expect(comparison.cells.map(({ cellId }) => cellId)).toEqual(['good', 'worse']);
  expect(compareCells([], METRIC)).toEqual({
    metric: 'test/accuracy',
    choiceMetric: 'test/accuracy',
    cells: [],
    left: [],
  });
});
