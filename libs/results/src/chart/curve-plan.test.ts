import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import {
  commandRecord,
  divergedPoints,
  finished,
  learningRatesRecord,
  mixedRecord,
  optimizersRecord,
  trial,
} from '../example-records.ts';
import { divergedSeedsRecord, gridRecord, largeRecord, seededOptimizersRecord } from '../example-seeds.ts';
import type { SweepRecord } from '../record.ts';
import { planCurves, type CurveOptions, type CurvePlan } from './curve-plan.ts';

const planOf = (record: SweepRecord, options: CurveOptions): CurvePlan => planCurves(summarize(record), options)!;
const sentences = (plan: CurvePlan) => plan.notes.map(({ sentence }) => sentence).join(' ');
const LOSS = { metric: 'train/loss' };
const ACCURACY = { metric: 'test/accuracy' };

describe('bands', () => {
  test('are intervals of the mean where there are three seeds', () => {
    const summary = summarize(seededOptimizersRecord({ seeds: 3 }));
    const plan = planCurves(summary, ACCURACY)!;
    expect(plan.band).toBe('interval');
    for (const { cell, points } of plan.named) {
      const { interval, mean } = cell.curves.get('test/accuracy')!.points.at(-1)!;
      expect(points.at(-1)!.y).toBeCloseTo(100 * mean, 10);
      expect(points.at(-1)!.band).toEqual(interval!.map((end) => 100 * end));
    }
    expect(sentences(plan)).toContain('means over 3 seeds; bands are 95 % confidence intervals of the mean');
  });

  test('are both values where there are two seeds, and nothing where there is one', () => {
    const two = planOf(seededOptimizersRecord({ seeds: 2 }), ACCURACY);
    const { min, max } = two.named[0]!.cell.curves.get('test/accuracy')!.points[0]!;
    expect(two.named[0]!.points[0]!.band).toEqual([100 * min, 100 * max]);
    expect(sentences(two)).toContain('means over 2 seeds; bands reach from the lowest to the highest seed.');
    const one = planOf(optimizersRecord(), ACCURACY);
    expect(one.band).toBe('none');
    expect(one.named.flatMap(({ points }) => points).every(({ band }) => band === undefined)).toBe(true);
    expect(sentences(one)).toBe('Every line is one seed.');
  });

  test('of some cells with fewer seeds say from how many the means are', () => {
    expect(sentences(planOf(mixedRecord(), ACCURACY))).toContain('means over 1 to 3 seeds');
    expect(sentences(planOf(divergedSeedsRecord(), ACCURACY))).toContain('means over 3 to 5 seeds');
  });
});

describe('order', () => {
  test('is by the end of the curves, best first by the goal of the metric that is drawn', () => {
    const ends = (options: CurveOptions) =>
      planOf(seededOptimizersRecord(), options).named.map(({ points }) => points.at(-1)!.y);
    expect(ends(ACCURACY)).toEqual(ends(ACCURACY).toSorted((a, b) => b - a));
    expect(ends(LOSS)).toEqual(ends(LOSS).toSorted((a, b) => a - b));
  });

  test('puts what diverged last, with the word', () => {
    const { named } = planOf(learningRatesRecord(), LOSS);
    expect(named.at(-1)!.label).toBe('lr 0.1 · activation none (diverged)');
    expect(planOf(divergedSeedsRecord(), LOSS).named.map(({ label }) => label)).toContain('lr 0.03 (2 of 5 diverged)');
  });
});

describe('smoothing', () => {
  test('says its window and keeps what was recorded', () => {
    const plan = planOf(optimizersRecord(), LOSS);
    expect(plan.window).toBe(7);
    expect(sentences(plan)).toContain(
      'centred moving mean of 7 points (at the start fewer, at the very end the last 4)',
    );
    const { points } = plan.named[0]!;
    const last = points.slice(-4).reduce((sum, { raw }) => sum + raw / 4, 0);
    expect(points.at(-1)!.y).toBeCloseTo(last, 12);
    expect(points[0]!.y).toBe(points[0]!.raw);
  });

  test('spares what is reported after each epoch, and short curves', () => {
    expect(planOf(optimizersRecord(), ACCURACY).window).toBe(1);
    expect(planOf(optimizersRecord(1), LOSS).window).toBe(1);
  });
});

describe('many cells', () => {
  test('up to twelve are all named', () => {
    const record = gridRecord();
    const some = { ...record, trials: record.trials.slice(0, 36) };
    expect(planOf(some, ACCURACY)).toMatchObject({ cells: 12, behind: [] });
    expect(planOf(some, ACCURACY).named).toHaveLength(12);
  });

  test('of more the best of the comparison have colours, the others are behind', () => {
    const summary = summarize(gridRecord());
    const plan = planCurves(summary, ACCURACY)!;
    const best = summary.comparison.cells.slice(0, 7).map(({ cellId }) => cellId);
    expect(plan.named.map(({ cell }) => cell.cellId).sort()).toEqual(best.sort());
    expect(new Set(plan.named.map(({ style }) => style.color)).size).toBe(7);
    expect(plan.behind).toHaveLength(13);
    expect(sentences(plan)).toContain('The 7 best of 20 cells are drawn in colour, the others in grey behind them.');
  });

  test('of very many some stand for the others, which is said', () => {
    const plan = planOf(largeRecord({ cells: 1000, seeds: 1, points: 4 }), ACCURACY);
    expect(plan.behind).toHaveLength(142);
    expect(sentences(plan)).toContain(
      'The 7 best of 1,000 cells are drawn in colour, 142 of the others, evenly by rank,',
    );
  });
});

describe('what diverged', () => {
  test('has a place where it was last finite, and the scale is that of the others', () => {
    const plan = planOf(learningRatesRecord(), LOSS);
    expect(plan.up).toMatchObject({ type: 'linear', max: 2.5 });
    expect(plan.named.at(-1)!.ends).toEqual([{ x: 300, y: 1.3e5 }]);
    expect(sentences(plan)).toContain('Values above 2.5 are cut off; the largest is 1.3e5.');
    expect(sentences(plan)).toContain('A cross marks where a seed diverged');
  });

  test('alone from its first step on is no curve', () => {
    const points = divergedPoints().map((point) => ({ ...point, value: NaN }));
    const record = { ...optimizersRecord(), trials: [trial(0, {}, finished(points, 0, 'diverged'))] };
    expect(planCurves(summarize(record), LOSS)).toBeUndefined();
  });

  test('beside others does not take their curves away', () => {
    const record = optimizersRecord();
    const points = divergedPoints().map((point) => ({ ...point, value: NaN }));
    const trials = [...record.trials, trial(5, { optimizer: 'x' }, finished(points, 5, 'diverged'))];
    const plan = planOf({ ...record, trials }, LOSS);
    expect(plan.named).toHaveLength(6);
    expect(plan.named.at(-1)).toMatchObject({ label: 'x (diverged)', points: [], ends: [{ y: Infinity }] });
    expect(Number.isFinite(plan.up.max)).toBe(true);
  });
});

describe('the horizontal axis', () => {
  test('suits the metric unless told', () => {
    expect(planOf(optimizersRecord(), ACCURACY).across.by).toBe('epoch');
    expect(planOf(optimizersRecord(), LOSS).across.by).toBe('step');
    expect(planOf(optimizersRecord(), { ...LOSS, by: 'epoch' }).named[0]!.points.at(-1)!.x).toBeCloseTo(14.96, 2);
  });

  test('of time spreads a cell’s mean run time over its steps', () => {
    const record = optimizersRecord();
    const plan = planOf(record, { ...ACCURACY, by: 'time' });
    expect(plan.across).toMatchObject({ by: 'time', name: 'time (s)' });
    for (const { cell, points } of plan.named) {
      expect(points.at(-1)!.x).toBeCloseTo(cell.wallTimeMs!.mean / 1000, 6);
      expect(points[0]!.x).toBeCloseTo(cell.wallTimeMs!.mean / 1000 / 15, 6);
    }
    expect(sentences(plan)).toContain('Time is the mean run time');
  });

  test('is what suits where epochs or times are not known', () => {
    for (const by of ['epoch', 'step'] as const)
      expect(planOf(commandRecord(), { metric: 'objective', by }).across).toMatchObject({ by: 'step', name: 'step' });
    expect(planOf(mixedRecord(), { ...ACCURACY, by: 'time' }).across.by).toBe('epoch');
  });
});

test('a metric of which no cell has two points has no curves', () => {
  expect(planCurves(summarize(optimizersRecord(1)), ACCURACY)).toBeUndefined();
  expect(planCurves(summarize({ ...optimizersRecord(), trials: [] }), LOSS)).toBeUndefined();
  expect(planCurves(summarize(optimizersRecord()), { metric: 'none' })).toBeUndefined();
});

test('a curve of very many points is thinned', () => {
  const points = Array.from({ length: 20_000 }, (_, at) => ({ name: 'loss', step: at, value: Math.sin(at / 1e4) }));
  const record = { ...commandRecord(), trials: [trial(0, {}, finished(points, 0, 'completed'))] };
  expect(planOf(record, { metric: 'loss' }).named[0]!.points).toHaveLength(400);
});
