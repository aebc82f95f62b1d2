import type { MetricPoint } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { summarize } from './aggregate.ts';
import { isUneventful, readableStatus, succeeded } from './cell-summary.ts';
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

  test('final is the last point, best the best one', () => {
    const points = accuracies([0.1, 0.5, 0.7, 0.6, 0.2]);
    const [cell] = summarize(sweep([trial(0, {}, finished(points, 0, 'completed'))])).cells;
    expect(cell).toMatchObject({ final: { mean: 0.2 }, best: { mean: 0.7 } });
    expect(cell?.runs).toEqual([
      {
        trialId: 'trial-0',
        seed: 1,
        diverged: false,
        final: 0.2,
        best: { value: 0.7, step: 30, epoch: 3 },
        wallTimeMs: 90_000,
      },
    ]);
  });

  test('best follows the goal', () => {
    const points = accuracies([0.3, 0.1, 0.2]);
    const [cell] = summarize(sweep([trial(0, {}, finished(points, 0, 'completed'))], { goal: 'minimize' })).cells;
    expect(cell?.best?.mean).toBe(0.1);
  });

  test('mean and sample standard deviation are over seeds; one seed has none', () => {
    const seeds = [0.5, 0.6, 0.7].map((value, at) =>
      trial(at, { lr: 1 }, { seed: at, ...finished(accuracies([value]), at, 'completed') }),
    );
    const [several, one] = summarize(
      sweep([...seeds, trial(3, { lr: 2 }, finished(accuracies([0.4]), 3, 'completed'))]),
    ).cells;
    expect(several?.final?.mean).toBeCloseTo(0.6, 12);
    expect(several?.final?.std).toBeCloseTo(0.1, 12);
    expect(several?.final?.values).toEqual([0.5, 0.6, 0.7]);
    // t(0.975) of 2 degrees of freedom is 4.303 in the printed tables.
    expect(several?.final?.interval?.[0]).toBeCloseTo(0.6 - (4.303 * 0.1) / Math.sqrt(3), 4);
    expect(one?.final).toEqual({ n: 1, mean: 0.4, min: 0.4, max: 0.4, values: [0.4] });
  });

  test('without epochs latest tells the step', () => {
    const points = [0.1, 0.5, 0.7, 0.6].map((value, step) => ({ name: 'test/accuracy', step, value }));
    const [running] = summarize(sweep([trial(0, {}, { state: 'running', points })])).cells;
    expect(running?.latest).toEqual({ step: 3, value: 0.6 });
  });

  test('a trial of very many points has a best one', () => {
    const points = Array.from({ length: 200_000 }, (_, step) => ({
      name: 'test/accuracy',
      step,
      value: step % 1000,
    }));
    expect(summarize(sweep([trial(0, {}, finished(points, 0, 'completed'))])).cells[0]?.best?.mean).toBe(999);
  });

  test('what was reported is there with declared metrics first, whatever they are called', () => {
    const names = ['zeta', '__proto__', 'train/loss', 'constructor', 'test/accuracy'];
    const points = names.flatMap((name, at) => Array.from({ length: at + 1 }, (_, step) => ({ name, step, value: 1 })));
    const { reported, cells } = summarize(sweep([trial(0, {}, { state: 'running', points })]));
    expect(reported).toEqual([
      { name: 'test/accuracy', pointsPerTrial: 5 },
      { name: 'train/loss', pointsPerTrial: 3 },
      { name: '__proto__', pointsPerTrial: 2 },
      { name: 'constructor', pointsPerTrial: 4 },
      { name: 'zeta', pointsPerTrial: 1 },
    ]);
    expect(cells[0]?.curves.get('__proto__')?.points).toHaveLength(2);
  });

  test('finished trials without the metric are counted', () => {
    const seeds = [accuracies([0.5]), []].map((points, at) => ({
      ...trial(at, {}, finished(points, at, 'completed')),
      seed: at,
    }));
    expect(summarize(sweep(seeds)).cells[0]).toMatchObject({
      unreported: 1,
      final: { n: 1 },
      outcomes: { completed: 2 },
    });
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
    expect(summary).toMatchObject({ cells: [], provenance: [], comparison: { cells: [], left: [] }, confounders: [] });
    expect(summary.wallTimeMs).toBeUndefined();
  });
});

describe('the metric that chooses', () => {
  const measured = (test: readonly number[], validation: readonly number[]): MetricPoint[] => [
    ...accuracies(test),
    ...accuracies(validation).map((point) => ({ ...point, name: 'validation/accuracy' })),
  ];

  test('is what the workload declares where trials report it; best is then where it is best, and claims the other', () => {
    const points = measured([0.3, 0.5, 0.6, 0.4], [0.2, 0.7, 0.5, 0.6]);
    const { metric, cells } = summarize(sweep([trial(0, {}, finished(points, 0, 'completed'))]));
    expect(metric.chooseBy).toBe('validation/accuracy');
    expect(cells[0]).toMatchObject({ final: { mean: 0.4 }, choice: { mean: 0.6 }, best: { mean: 0.5 } });
    expect(cells[0]?.runs[0]).toMatchObject({ final: 0.4, choice: 0.6, best: { value: 0.5, step: 20, epoch: 2 } });
  });

  test('is none where no trial reports it, and what the spec names before what is declared', () => {
    const alone = sweep([trial(0, {}, finished(accuracies([0.5]), 0, 'completed'))]);
    expect(summarize(alone).metric).toEqual({ name: 'test/accuracy', goal: 'maximize' });
    const points = [...measured([0.5], [0.6]), { name: 'other', step: 10, epoch: 1, value: 0.7 }];
    const record = sweep([trial(0, {}, finished(points, 0, 'completed'))]);
    const spec = { ...record.spec, metric: { ...record.spec.metric, choose_by: 'other' } };
    expect(summarize({ ...record, spec }).cells[0]?.choice?.mean).toBe(0.7);
  });
});

test('diverged and failed are rates of the seeds that ended', () => {
  const [sgd, , rmsprop, , adagrad] = summarize(mixedRecord()).cells;
  expect(sgd).toMatchObject({ failed: { count: 3, of: 3 } });
  expect(sgd?.diverged).toBeUndefined();
  // Wilson's interval of 1 in 3.
  expect(rmsprop?.diverged).toMatchObject({ count: 1, of: 3, low: expect.closeTo(0.0615, 3) as number });
  expect(rmsprop?.outcomes).toEqual({ completed: 2, diverged: 1 });
  expect(adagrad?.failed).toBeUndefined();
});

test('uneventful is a cell that came to its end with every seed and learned something', () => {
  const [slow, ...others] = summarize(learningRatesRecord()).cells;
  expect(slow?.judgement).toBe('still-improving');
  expect([slow!, ...others].map(isUneventful)).toEqual([true, true, true, true, true, true, false, false]);
  const mixed = summarize(mixedRecord()).cells;
  expect(mixed.map(isUneventful)).toEqual([false, true, false, false, false]);
  expect(mixed.map(succeeded)).toEqual([0, 3, 2, 3, 0]);
});

test('a cell is told by what is remarkable of its trials, or by their state', () => {
  const statuses = summarize(mixedRecord()).cells.map((cell) => [cell.label, readableStatus(cell)]);
  expect(statuses).toEqual([
    ['sgd', 'failed 3/3 (out-of-memory)'],
    ['momentum', 'finished'],
    ['rmsprop', 'diverged 1/3'],
    ['adam', '3 finished, 1 cancelled'],
    ['adagrad', '1 running, 2 pending'],
  ]);
  const { cells } = summarize(learningRatesRecord());
  expect(cells.map(readableStatus)).toEqual([
    ...['still improving', 'finished', 'finished', 'finished', 'finished', 'finished'],
    ...['loss not falling', 'diverged'],
  ]);
});
