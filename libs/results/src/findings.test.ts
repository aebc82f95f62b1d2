import { describe, expect, test } from 'vitest';
import { summarize } from './aggregate.ts';
import {
  commandRecord,
  finished,
  learningRatesRecord,
  mixedRecord,
  optimizersRecord,
  sweep,
  trial,
} from './example-records.ts';
import { gridRecord, largeRecord, randomSearchRecord, seededOptimizersRecord } from './example-seeds.ts';
import { findings } from './findings.ts';
import type { SweepRecord } from './record.ts';

function lrSweep(accuracies: Readonly<Record<number, number>>): SweepRecord {
  const trials = Object.entries(accuracies).map(([lr, value], index) => {
    const points = [{ name: 'test/accuracy', step: 10, epoch: 1, value }];
    return trial(index, { lr: Number(lr) }, finished(points, index, 'completed'));
  });
  return sweep('rates', ['lr'], trials);
}

const findingsOf = (record: SweepRecord) => findings(summarize(record)).join('\n');

test('the verdict is the first, and what it rests on follows', () => {
  const [verdict, interval, model] = findings(summarize(seededOptimizersRecord()));
  expect(verdict).toMatch(/^Best: adam /);
  expect(interval).toMatch(
    /^By test accuracy, adam \(64\.4 %\) is 2\.7 points better than rmsprop \(61\.7 %\), the next: .* with 95 % confidence for all 5 cells together \(Hsu's multiple comparisons with the best\)\.$/,
  );
  expect(model).toMatch(/single runs of a cell spread by 0\.\d points \(standard deviation\)/);
  expect(model).toMatch(/values of two cells with the same seed correlate by −?0\.\d\d /);
});

test('fewer than five seeds are a hint, ten a claim', () => {
  expect(findingsOf(gridRecord(3))).toContain(' 3 seeds are a hint, 10 a claim.');
  expect(findingsOf(gridRecord(5))).toContain(' 5 seeds are more than a hint, 10 a claim.');
  expect(findingsOf(gridRecord(10))).not.toContain('10 a claim');
});

test('without several seeds no interval is spoken of', () => {
  expect(findingsOf(optimizersRecord())).not.toMatch(/interval|variance|confidence/);
});

test('whatever was not asked for before is marked as exploratory', () => {
  const told = findings(summarize(optimizersRecord(4)));
  const early = told.find((sentence) => sentence.includes('After 3 epochs'));
  expect(early).toMatch(
    /^Exploratory: After 3 epochs adam and rmsprop are ahead \(60\.9 % and 59\.2 %\); next is momentum/,
  );
});

describe('along a numeric axis', () => {
  test('results that improve, then decline', () => {
    expect(findingsOf(lrSweep({ 0.001: 0.5, 0.01: 0.6, 0.1: 0.2 }))).toContain(
      'lr 0.01 is best (60.0 %): from 50.0 % at 0.001 results improve up to it, then decline to 20.0 % at 0.1.',
    );
  });

  test('results that are best at an end', () => {
    expect(findingsOf(lrSweep({ 0.001: 0.5, 0.01: 0.6, 0.1: 0.7 }))).toContain(
      'lr 0.1 is best (70.0 %): from 50.0 % at 0.001 results improve up to it.',
    );
    expect(findingsOf(lrSweep({ 0.001: 0.7, 0.01: 0.6, 0.1: 0.5 }))).toContain(
      'lr 0.001 is best (70.0 %): from there results decline to 50.0 % at 0.1.',
    );
  });

  test('an irregular one is not said to rise and fall', () => {
    const text = findingsOf(lrSweep({ 0.001: 0.5, 0.005: 0.4, 0.01: 0.6, 0.1: 0.2 }));
    expect(text).toContain('lr 0.01 is best (60.0 %), against 50.0 % at 0.001 and 20.0 % at 0.1.');
  });

  test('where seeds diverged there is no value, and that is said', () => {
    expect(findingsOf(learningRatesRecord())).toContain(
      'activation none: lr 0.005 is best (61.0 %): from 57.0 % at 0.001 results improve up to it, then decline to 58.2 % at 0.01; at 0.1 seeds diverge.',
    );
  });

  test('that some cells lack, it is of those that have it', () => {
    const cells = [{ optimizer: 'adam' }, ...[0.8, 0.9, 0.99].map((momentum) => ({ optimizer: 'sgd', momentum }))];
    const trials = cells.map((parameters, at) => ({
      ...trial(at, {}, finished([{ name: 'objective', step: 1, value: at }], at, 'completed')),
      ...{ cellId: String(at), parameters },
    }));
    expect(findingsOf({ ...commandRecord(), axes: ['optimizer', 'momentum'], trials })).toContain(
      'sgd: momentum 0.8 is best (1): from there results decline to 3 at 0.99.',
    );
  });
});

test('failures and open trials are named as what they are', () => {
  const text = findingsOf(mixedRecord());
  expect(text).toContain(
    '3 trials failed, which says nothing of the setting, and count nowhere: sgd with 3 of 3 seeds (out-of-memory).',
  );
  expect(text).toContain('3 trials of 16 have not ended: what is said here may still change.');
});

test('finished trials that never reported the metric are told', () => {
  const record = optimizersRecord(1);
  const trials = record.trials.map((each, at) => (at < 2 ? { ...each, points: [] } : each));
  expect(findingsOf({ ...record, trials })).toContain(
    '2 trials finished without reporting "test/accuracy" and count nowhere (sgd and momentum).',
  );
});

test('a random search of one seed a cell: what cannot be known, and no trend along values that are all different', () => {
  const told = findings(summarize(randomSearchRecord()));
  expect(told[0]).toMatch(/^Which cell is best cannot be known from one seed each\. Highest is lr 0\.005538 · /);
  expect(told.join('\n')).not.toContain('improve');
});

test('of very many cells the findings tell the first', () => {
  const text = findingsOf(largeRecord({ cells: 1000, seeds: 3, points: 3 }));
  expect(text.length).toBeLessThan(4000);
  expect(text).toMatch(/^\d+ of 1,000 cells could be best: 3 seeds cannot tell them apart/);
  expect(text).toContain('… and 58 more trends along other axes and settings');
});
