import { expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord } from '../example-records.ts';
import { seededOptimizersRecord } from '../example-seeds.ts';
import type { SweepRecord } from '../record.ts';
import { choiceAndClaim } from './choice.ts';

const told = (record: SweepRecord) => choiceAndClaim(summarize(record)).join('\n');
const validated = seededOptimizersRecord({ seeds: 3, validation: true });

test('where the choice has a metric of its own, which chose and which is claimed', () => {
  expect(told(validated)).toBe(
    'Chosen by validation accuracy; claimed is the test accuracy at the end (64.4 % for adam), which had no part in the choice.',
  );
});

test('where it has none, that the claim is its own choice, and what to do', () => {
  const text = told(seededOptimizersRecord({ seeds: 3 }));
  expect(text).toMatch(
    /^Chosen and claimed by the same test accuracy, so the best cell's value may be somewhat too good\./,
  );
  expect(text).toContain('(validation: { value: 5000 })');
  expect(text).toContain('gridsweep confirm optimizers --seeds 10');
});

test('a program that declares nothing is told of choose_by', () => {
  expect(told(commandRecord())).toContain('name it as metric.choose_by');
});

test('where not every trial that is compared reports the metric that chooses, it does not choose', () => {
  const trials = validated.trials.map((trial, at) =>
    at > 0 ? trial : { ...trial, points: trial.points.filter(({ name }) => name !== 'validation/accuracy') },
  );
  expect(told({ ...validated, trials })).toContain(
    'To choose by validation accuracy, every trial that is compared must report it.',
  );
});

test('a sweep that confirms another says so and warns of nothing', () => {
  const record = seededOptimizersRecord({ seeds: 3 });
  const text = told({ ...record, spec: { ...record.spec, confirms: 'optimizers-0123456789abcdef' } });
  expect(text).toBe(
    'This sweep confirms optimizers-0: its cells were chosen there and ran here with fresh seeds, and only these are reported.',
  );
});
