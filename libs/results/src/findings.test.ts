import { describe, expect, test } from 'vitest';
import { summarize } from './aggregate.ts';
import {
  commandRecord,
  finished,
  learningRatesRecord,
  mixedRecord,
  optimizersRecord,
  PROVENANCE,
  trial,
} from './example-records.ts';
import { findings } from './findings.ts';
import type { SweepRecord } from './record.ts';

function lrSweep(accuracies: Readonly<Record<number, number>>): SweepRecord {
  const trials = Object.entries(accuracies).map(([lr, value], index) => {
    const points = [{ name: 'test/accuracy' as const, step: 10, epoch: 1, value }];
    return trial(index, { lr: Number(lr) }, finished(points, index, 'converged'));
  });
  return { ...optimizersRecord(), axes: ['lr'], trials };
}

const findingsOf = (record: SweepRecord) => findings(summarize(record)).join('\n');

test('short runs: Adam and RMSprop ahead', () => {
  expect(findingsOf(optimizersRecord(3))).toContain(
    'After 3 epochs adam and rmsprop are ahead (60.9 % and 59.2 %); next is momentum',
  );
});

test('one seed cannot rank close cells, and the report says so', () => {
  expect(findingsOf(optimizersRecord())).toContain('one seed cannot rank close cells');
});

test('several seeds: whether the best is separated from the next, with the interval', () => {
  expect(findingsOf(mixedRecord())).toMatch(/separated: the 95 % interval of the difference .* is 0\.2 to 0\.8 points/);
});

test('learning rates that improve, then decline', () => {
  expect(findingsOf(lrSweep({ 0.001: 0.5, 0.01: 0.6, 0.1: 0.2 }))).toContain(
    'lr 0.01 is best (60.0 %): from 50.0 % at 0.001 results improve up to it, then decline to 20.0 % at 0.1.',
  );
});

test('a best value at the edge of the grid points beyond it', () => {
  expect(findingsOf(lrSweep({ 0.001: 0.5, 0.01: 0.6, 0.1: 0.7 }))).toContain('a larger one may be better still');
  expect(findingsOf(lrSweep({ 0.001: 0.7, 0.01: 0.6, 0.1: 0.5 }))).toContain('a smaller one may be better still');
});

test('an irregular axis is not said to rise and fall', () => {
  const text = findingsOf(lrSweep({ 0.001: 0.5, 0.005: 0.4, 0.01: 0.6, 0.1: 0.2 }));
  expect(text).toContain('lr 0.01 is best (60.0 %), against 50.0 % at 0.001 and 20.0 % at 0.1.');
});

test('no progress and divergence are results', () => {
  expect(findingsOf(learningRatesRecord())).toMatch(
    /No progress: lr 0\.1 · relu\. Diverged .*: lr 0\.1 · activation none\. .* a result, not a failure/,
  );
});

test('failures and open trials are named as what they are', () => {
  const text = findingsOf(mixedRecord());
  expect(text).toContain('3 trials failed and count nowhere above (sgd: failed (out-of-memory)).');
  expect(text).toContain('3 trials of 16 have not ended: what follows may still change.');
});

test('the raggedness of RMSprop shows', () => {
  expect(findingsOf(optimizersRecord())).toMatch(/most ragged: rmsprop/);
});

test('mixed engines are pointed out', () => {
  const record = optimizersRecord();
  const trials = record.trials.map((each, at) =>
    at === 0 ? { ...each, provenance: [{ ...PROVENANCE, engine: 'reference' }] } : each,
  );
  expect(findingsOf({ ...record, trials })).toContain('computed by different engines');
});

test('without a finished trial there is nothing to rank', () => {
  expect(findingsOf({ ...optimizersRecord(), trials: [trial(0, {})] })).toContain('No trial has finished');
});

test('where nothing converged, no cell is praised', () => {
  const points = [{ name: 'test/accuracy' as const, step: 10, epoch: 1, value: 0.1 }];
  const trials = [0.1, 1].map((lr, at) => trial(at, { lr }, finished(points, at, 'diverged')));
  expect(findingsOf({ ...optimizersRecord(), axes: ['lr'], trials })).toContain(
    'No cell converged; the least bad: lr 0.1',
  );
});

describe('a workload that declares nothing and judges nothing', () => {
  test('has a best cell, by steps', () => {
    expect(findingsOf(commandRecord())).toContain(
      'Best: momentum · momentum 0.8 · lr 0.01 with an objective of 0.4100 after 100 steps, ahead of',
    );
  });

  test('divergence is of a value; that a run completed is nothing remarkable', () => {
    const text = findingsOf(commandRecord());
    expect(text).toContain('Diverged (a value that is not finite): momentum · momentum 0.9 · lr 0.1.');
    expect(text).not.toContain('converged');
  });

  test('trends of an axis that some cells lack are of those that have it', () => {
    const cells = [{ optimizer: 'adam' }, ...[0.8, 0.9, 0.99].map((momentum) => ({ optimizer: 'sgd', momentum }))];
    const trials = cells.map((parameters, at) => ({
      ...trial(at, {}, finished([{ name: 'objective', step: 1, value: at }], at, 'completed')),
      ...{ cellId: String(at), parameters },
    }));
    expect(findingsOf({ ...commandRecord(), axes: ['optimizer', 'momentum'], trials })).toContain(
      'sgd: momentum 0.8 is best (1; 3 at 0.99) and lies at the edge of the grid',
    );
  });
});

test('trials that were gone on with by another engine are told with their mixture (I5)', () => {
  expect(findingsOf(commandRecord())).toContain("1 trial by command + wasm. Their numbers are neither's.");
});

test('finished trials that never reported the metric are told', () => {
  const record = optimizersRecord(1);
  const trials = record.trials.map((each, at) => (at < 2 ? { ...each, points: [] } : each));
  expect(findingsOf({ ...record, trials })).toContain(
    '2 trials finished without reporting "test/accuracy" and count nowhere above (sgd and momentum).',
  );
  expect(findingsOf({ ...record, metric: { name: 'acc', goal: 'maximize' } })).toContain(
    'No trial reported "acc", by which the sweep is ranked; they reported "test/accuracy", "train/loss" and "test/loss".',
  );
});

test('of very many cells the findings tell the first', () => {
  const trials = Array.from({ length: 10_000 }, (_, at) => {
    const points = [{ name: 'test/accuracy', step: 10, epoch: 1, value: (at % 97) / 97 }];
    return trial(at, { lr: at % 100, batch_size: Math.floor(at / 100) }, finished(points, at, 'no-progress'));
  });
  const text = findingsOf({ ...optimizersRecord(), axes: ['lr', 'batch_size'], trials });
  expect(text.length).toBeLessThan(5000);
  expect(text).toContain('and 9,988 others');
  expect(text).toContain('… and 188 more trends along other axes and settings');
});
