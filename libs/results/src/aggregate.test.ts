import type { MetricPoint } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { summarize } from './aggregate.ts';
import { cellStatus } from './cell-summary.ts';
import { finished, learningRatesRecord, mixedRecord, optimizersRecord, PROVENANCE, trial } from './example-records.ts';
import type { SweepRecord, TrialRecord } from './record.ts';
import { toJson } from './table/export.ts';

function accuracies(values: readonly number[]): MetricPoint[] {
  return values.map((value, at) => ({ name: 'test/accuracy', step: (at + 1) * 10, epoch: at + 1, value }));
}

function sweep(trials: readonly TrialRecord[], metric: Partial<SweepRecord['metric']> = {}): SweepRecord {
  return { ...optimizersRecord(), metric: { name: 'test/accuracy', goal: 'maximize', ...metric }, trials };
}

describe('summarize', () => {
  test.each([
    ['optimizers', optimizersRecord(3)],
    ['learning-rates', learningRatesRecord(2)],
    ['mixed', mixedRecord()],
  ])('%s is as in the golden file', async (name, record) => {
    const summary = summarize(record);
    const withoutCurves = {
      ...summary,
      cells: summary.cells.map((cell) => ({ ...cell, curves: [...cell.curves.keys()] })),
    };
    await expect(`${toJson(withoutCurves, 2)}\n`).toMatchFileSnapshot(`golden/summary-${name}.json`);
  });

  test('final is the last point, best the best one, lastThree the mean of the last three epochs', () => {
    const points = accuracies([0.1, 0.5, 0.7, 0.6, 0.2]);
    const [cell] = summarize(sweep([trial(0, {}, finished(points, 0, 'converged'))])).cells;
    expect(cell).toMatchObject({
      final: { mean: 0.2 },
      best: { mean: 0.7 },
      lastThree: { mean: expect.closeTo(0.5, 12) as number },
    });
  });

  test('best follows the goal', () => {
    const points = accuracies([0.3, 0.1, 0.2]);
    const [cell] = summarize(sweep([trial(0, {}, finished(points, 0, 'converged'))], { goal: 'minimize' })).cells;
    expect(cell?.best?.mean).toBe(0.1);
  });

  test('mean and sample standard deviation are over seeds; one seed has none', () => {
    const seeds = [0.5, 0.6, 0.7].map((value, at) =>
      trial(at, { lr: 1 }, { seed: at, ...finished(accuracies([value]), at, 'converged') }),
    );
    const [several, one] = summarize(
      sweep([...seeds, trial(3, { lr: 2 }, finished(accuracies([0.4]), 3, 'converged'))]),
    ).cells;
    expect(several?.final?.mean).toBeCloseTo(0.6, 12);
    expect(several?.final?.std).toBeCloseTo(0.1, 12);
    expect(one?.final).toEqual({ n: 1, mean: 0.4, min: 0.4, max: 0.4 });
  });

  test('only finished trials count in the estimates', () => {
    const running = trial(0, {}, { state: 'running', points: accuracies([0.9]) });
    const [cell] = summarize(sweep([running])).cells;
    expect(cell?.final).toBeUndefined();
    expect(cell?.latest).toEqual({ epoch: 1, value: 0.9 });
  });

  test('the order of the trials does not matter', () => {
    const record = mixedRecord();
    expect(summarize({ ...record, trials: record.trials.toReversed() }).cells).toEqual(summarize(record).cells);
  });

  test('each provenance is there once', () => {
    const other = { ...PROVENANCE, device: 'Another CPU' };
    const trials = [PROVENANCE, { ...PROVENANCE }, other].map((provenance, at) =>
      trial(at, {}, { provenance: [provenance] }),
    );
    expect(summarize(sweep(trials)).provenance).toEqual([PROVENANCE, other]);
  });

  test('a sweep without trials, points or times has a summary', () => {
    const summary = summarize(sweep([]));
    expect(summary).toMatchObject({ cells: [], provenance: [], ranking: { cellIds: [] } });
    expect(summary.wallTimeMs).toBeUndefined();
  });
});

test('a cell is named by its outcome, or by its state while it has none', () => {
  const statuses = summarize(mixedRecord()).cells.map((cell) => [cell.label, cellStatus(cell)]);
  expect(statuses).toEqual([
    ['sgd', 'failed (out-of-memory)'],
    ['momentum', 'converged'],
    ['rmsprop', '2 converged, 1 diverged'],
    ['adam', '3 converged, 1 cancelled'],
    ['adagrad', '1 running, 2 pending'],
  ]);
});
