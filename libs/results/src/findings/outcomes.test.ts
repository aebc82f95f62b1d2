import { expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { learningRatesRecord, optimizersRecord } from '../example-records.ts';
import { divergedSeedsRecord, seededRecord } from '../example-seeds.ts';
import { divergence, judgements } from './outcomes.ts';

test('divergence is a rate with its interval, of one seed the cell alone', () => {
  expect(divergence(summarize(divergedSeedsRecord()))).toEqual([
    'Diverged (a loss, weight or value that is not finite): lr 0.03 in 2 of 5 seeds (95 % interval 12 to 77 %) and lr 0.1 in 5 of 5 ' +
      'seeds (95 % interval 57 to 100 %). That is what the setting does, not a failure; such a cell is not ranked.',
  ]);
  expect(divergence(summarize(learningRatesRecord()))[0]).toContain('finite): lr 0.1 · activation none. That');
  expect(divergence(summarize(optimizersRecord()))).toEqual([]);
});

test('the second cell that diverged and would lead is told here, as the verdict tells the first', () => {
  const cells = [0.5, 0.6, 0.7].map((level, at) => ({
    parameters: { lr: at },
    level,
    ...(at > 0 && { diverges: [0] }),
  }));
  const told = divergence(summarize(seededRecord('several', ['lr'], cells, { seeds: 3, noise: 0.001 })));
  expect(told).toHaveLength(2);
  expect(told[1]).toMatch(
    /^lr 1 diverged in 1 of 3 seeds and is not ranked, but its others are better: (59|60)\.\d %\.$/,
  );
});

test('what the curves say is told by cell, and by seed where not all of a cell agree', () => {
  expect(judgements(summarize(learningRatesRecord()))).toEqual([
    'The training loss does not fall (its last third is no lower than its first): lr 0.1 · relu.',
    'Still improving at the end, so that a longer run may well change the test accuracy: lr 0.001 · relu.',
  ]);
  const record = seededRecord('chance', ['lr'], [{ parameters: { lr: 1 }, level: 0.3 }], { seeds: 4, noise: 0 });
  const flat = record.trials.map((trial, at) =>
    at > 0
      ? trial
      : {
          ...trial,
          points: trial.points.map((point) => (point.name === 'test/accuracy' ? { ...point, value: 0.1 } : point)),
        },
  );
  expect(judgements(summarize({ ...record, trials: flat }))).toEqual([
    'No better than guessing at the end (at chance): lr 1 (1 of 4 seeds).',
  ]);
});
