import type { Parameters } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord, finished, mixedRecord, optimizersRecord, sweep, trial } from '../example-records.ts';
import { divergedSeedsRecord, gridRecord, seededOptimizersRecord } from '../example-seeds.ts';
import type { SweepRecord } from '../record.ts';
import { verdict } from './verdict.ts';

/** A sweep of these test accuracies, one list a cell and one value a seed. */
function record(cells: Readonly<Record<string, readonly number[]>>): SweepRecord {
  const values = Object.entries(cells).flatMap(([optimizer, all]) =>
    all.map((value, seed) => ({ optimizer, value, seed })),
  );
  const trials = values.map(({ optimizer, value, seed }, index) => {
    const points = [{ name: 'test/accuracy', step: 782, epoch: 1, value }];
    return trial(index, { optimizer }, { seed, ...finished(points, index, 'completed') });
  });
  return sweep('made-up', ['optimizer'], trials);
}

const verdictOf = (of: SweepRecord) => verdict(summarize(of));

describe('one best cell', () => {
  test('is named with its value, what it was measured after and the seeds', () => {
    expect(verdictOf(seededOptimizersRecord())).toBe(
      'Best: adam (64.4 % test accuracy after 15 epochs, 10 seeds): every other cell is worse.',
    );
  });

  test('of two, and while others have not ended', () => {
    expect(verdictOf(record({ adam: [0.6, 0.61, 0.62], sgd: [0.3, 0.31, 0.32] }))).toBe(
      'Best: adam (61.0 % test accuracy after 1 epoch, 3 seeds): the other cell is worse. 3 seeds are a hint, 10 a claim.',
    );
    expect(verdictOf(mixedRecord())).toMatch(
      /^Best so far: adam \(58\.0 % .* 3 seeds\): the other cell that can be compared is worse\. 3 seeds are a hint, 10 a claim\.$/,
    );
  });

  test('of a metric without a unit, which is to be small', () => {
    expect(verdictOf(commandRecord())).toMatch(
      /^Best: momentum · momentum 0\.8 · lr 0\.01 \(objective 0\.4050 after 100 steps, 2 seeds\): /,
    );
  });

  test('chosen by another metric says so, and claims the test accuracy', () => {
    const text = verdictOf(seededOptimizersRecord({ seeds: 3, validation: true }));
    expect(text).toMatch(
      /^Best by validation accuracy: adam \(64\.4 % test accuracy after 15 epochs, 3 seeds\): every other cell is worse\. 3 seeds are a hint, 10 a claim\.$/,
    );
  });
});

describe('cells that cannot be told apart', () => {
  const even = [0.6, 0.62, 0.64];
  // In another order: with the same seeds going the same way even 0.002 would be sure.
  const close = [0.642, 0.602, 0.622];

  test('two are named; how many seeds would tell them is told', () => {
    const text = verdictOf(record({ adam: close, momentum: [0.645, 0.6, 0.62], sgd: [0.3, 0.31, 0.32] }));
    expect(text).toMatch(
      /^Best: adam \(62\.2 % test accuracy after 1 epoch\) or momentum \(62\.2 %\): 3 seeds cannot tell the two apart; .* would\. The other cell is worse\. 3 seeds are a hint, 10 a claim\.$/,
    );
  });

  test('four are named, of more the count', () => {
    const cells = { a: even, b: close, c: [0.64, 0.6, 0.61], d: [0.61, 0.64, 0.6] };
    expect(verdictOf(record(cells))).toMatch(
      /^Best: b \(62\.2 % test accuracy after 1 epoch\), a \(62\.0 %\), \w \(61\.7 %\) or \w \(61\.7 %\): 3 seeds cannot tell them apart; .*\.$/,
    );
    expect(verdictOf(record({ ...cells, e: [0.6, 0.63, 0.61] }))).toMatch(
      /^Any of the 5 cells could be best: 3 seeds cannot tell them apart/,
    );
    expect(verdictOf(gridRecord())).toMatch(
      /^\d+ of 20 cells could be best: 3 seeds cannot tell them apart.* In front is lr 0\.003 · batch_size 16 \(63\.2 %/,
    );
  });

  test.each([
    [9, '; about 9 would'],
    [1000, '; about 1,000 would'],
    [null, '; not even 1,000 would'],
    // With luck in the draw the same number may do.
    [3, '; a few more may'],
  ])('of two that need %s seeds: %s', (seedsForDifference, words) => {
    const summary = summarize(record({ a: even, b: close }));
    const power = { seedsForDifference, seedsForPoint: 5, point: 0.01 };
    expect(verdict({ ...summary, comparison: { ...summary.comparison, power } })).toContain(
      `3 seeds cannot tell the two apart${words}.`,
    );
    const three = summarize(record({ a: even, b: close, c: [0.64, 0.6, 0.62] }));
    const text = verdict({ ...three, comparison: { ...three.comparison, power } });
    expect(text).toContain(seedsForDifference === 3 ? words : `${words} tell the first two`);
  });

  test('are never said to be equal', () => {
    expect(verdictOf(record({ a: even, b: even }))).not.toMatch(/equal|same|no difference/);
  });
});

describe('what cannot be known', () => {
  test('from one seed, with what to run', () => {
    expect(verdictOf(optimizersRecord())).toBe(
      'Which cell is best cannot be known from one seed each. Highest is adam (65.0 % test accuracy after 15 epochs), then rmsprop (61.4 %). ' +
        'Run at least 3 seeds (fewer than 5 are a hint, 10 a claim): gridsweep extend optimizers --seeds 3.',
    );
  });

  test('without cells to compare', () => {
    expect(verdictOf(record({ adam: [0.5, 0.6] }))).toBe(
      'adam (55.0 % test accuracy after 1 epoch, 2 seeds) is the only cell with a result that can be compared.',
    );
    expect(verdictOf({ ...optimizersRecord(), trials: [trial(0, {})] })).toContain('No trial has finished yet');
    const named = { ...optimizersRecord(1), metric: { name: 'acc', goal: 'maximize' } } as const;
    expect(verdictOf(named)).toBe(
      'No trial reported "acc", by which the sweep is compared; they reported "test/accuracy", "train/loss" and "test/loss".',
    );
    const points = [{ name: 'test/accuracy', step: 10, epoch: 1, value: 0.1 }];
    const trials = [0.1, 1].map((lr, at) => trial(at, { lr } satisfies Parameters, finished(points, at, 'diverged')));
    expect(verdictOf(sweep('diverged', ['lr'], trials))).toBe(
      'No cell can be compared: in each of them seeds diverged.',
    );
  });
});

test('a cell whose other seeds would lead is named with the seeds that diverged', () => {
  expect(verdictOf(divergedSeedsRecord())).toBe(
    'Best: lr 0.01 (62.1 % test accuracy after 10 epochs, 5 seeds): the other cell that can be compared is worse. ' +
      'lr 0.03 diverged in 2 of 5 seeds and is not ranked, but its others are better: 66.0 %. ' +
      '5 seeds are more than a hint, 10 a claim.',
  );
});
