import type { MetricPoint } from '@gridsweep/sweep';
import { expect, test } from 'vitest';
import { finished, trial } from './example-records.ts';
import { runOf } from './run.ts';
import { groupBy } from './statistics.ts';

const at = (name: string, values: readonly number[]): MetricPoint[] =>
  values.map((value, index) => ({ name, step: 10 * (index + 1), value }));

function run(points: readonly MetricPoint[], chooseBy?: string) {
  const record = trial(0, {}, finished(points, 0, 'completed'));
  return runOf(
    record,
    groupBy(points, ({ name }) => name),
    { name: 'score', goal: 'maximize', chooseBy },
    undefined,
  );
}

test('the earliest of equally good points is best, and what is not finite is none', () => {
  expect(run(at('score', [NaN, 0.5, 0.7, 0.7, Infinity])).best).toEqual({ value: 0.7, step: 30 });
  expect(run(at('score', [NaN])).best).toBeUndefined();
});

test('the claimed value stands where the choosing one is best, of steps that have both', () => {
  const points = [...at('score', [0.1, NaN, 0.3]), ...at('by', [0.2, 0.9, 0.5, 0.8])];
  expect(run(points, 'by')).toMatchObject({ final: 0.3, choice: 0.8, best: { value: 0.3, step: 30 } });
});

test('a run without a point has neither', () => {
  expect(run([])).toEqual({ trialId: 'trial-0', seed: 1, diverged: false, wallTimeMs: 90_000 });
});
