import { expect, test } from 'vitest';
import { summarize } from './aggregate.ts';
import { finished, learningRatesRecord, mixedRecord, optimizersRecord, PROVENANCE, trial } from './example-records.ts';
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
