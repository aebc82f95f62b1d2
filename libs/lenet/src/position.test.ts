import { expect, test } from 'vitest';
import { outcomeOf, afterBatch, afterEpoch, isComplete, START, stepOf, type Position } from './position.ts';

const schedule = { epochs: 2, batchesPerEpoch: 3, logEvery: 2 };

test('windows of losses run on from one epoch into the next', () => {
  const points = [];
  let position = START;
  for (const losses of [
    [1, 2, 3],
    [5, 6, 7],
  ]) {
    for (const loss of losses) {
      const after = afterBatch(position, loss, schedule);
      position = after.position;
      if (after.point !== undefined) points.push(after.point);
    }
    position = afterEpoch(position, true, schedule);
  }
  expect(points).toEqual([
    { name: 'train/loss', step: 2, epoch: 2 / 3, value: 1.5 },
    { name: 'train/loss', step: 4, epoch: 4 / 3, value: 4 },
    { name: 'train/loss', step: 6, epoch: 2, value: 6.5 },
  ]);
  expect(position).toMatchObject({ epoch: 2, batch: 0, firstEpochLoss: 2, lastEpochLoss: 6, diverged: false });
  expect(stepOf(position, schedule)).toBe(6);
  expect(isComplete(position, schedule)).toBe(true);
});

test('a run that diverges is complete at the end of that epoch', () => {
  const { position } = afterBatch(START, NaN, schedule);
  expect(position.diverged).toBe(true);
  expect(isComplete(position, schedule)).toBe(false);
  expect(isComplete(afterEpoch(position, true, schedule), schedule)).toBe(true);
  expect(isComplete(afterEpoch(START, false, schedule), schedule)).toBe(true);
});

test.each([
  [{ epoch: 1, firstEpochLoss: 2.302, lastEpochLoss: 2.302 }, 'converged'],
  [{ epoch: 1, firstEpochLoss: Math.log(10), lastEpochLoss: Math.log(10) }, 'no-progress'],
  [{ epoch: 5, firstEpochLoss: 2, lastEpochLoss: 1.9 }, 'converged'],
  [{ epoch: 5, firstEpochLoss: 2, lastEpochLoss: 1.901 }, 'no-progress'],
  [{ epoch: 5, firstEpochLoss: 2.15, lastEpochLoss: 2.04 }, 'converged'],
  [{ epoch: 2, firstEpochLoss: 2, lastEpochLoss: 1, diverged: true }, 'diverged'],
  [{ epoch: 1, firstEpochLoss: NaN, lastEpochLoss: NaN, diverged: true }, 'diverged'],
] satisfies [Partial<Position>, string][])('%j is %s', (position, outcome) => {
  expect(outcomeOf({ ...START, ...position })).toBe(outcome);
});
