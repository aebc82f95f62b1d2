import { expect, test } from 'vitest';
import { afterBatch, afterEpoch, isComplete, START, stepOf } from './position.ts';

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
    position = afterEpoch(position, true);
  }
  expect(points).toEqual([
    { name: 'train/loss', step: 2, epoch: 2 / 3, value: 1.5 },
    { name: 'train/loss', step: 4, epoch: 4 / 3, value: 4 },
    { name: 'train/loss', step: 6, epoch: 2, value: 6.5 },
  ]);
  expect(position).toMatchObject({ epoch: 2, batch: 0, windowLoss: 0, diverged: false });
  expect(stepOf(position, schedule)).toBe(6);
  expect(isComplete(position, schedule)).toBe(true);
});

test('a run that diverges is complete at the end of that epoch', () => {
  const { position } = afterBatch(START, NaN, schedule);
  expect(position.diverged).toBe(true);
  expect(isComplete(position, schedule)).toBe(false);
  expect(isComplete(afterEpoch(position, true), schedule)).toBe(true);
  expect(isComplete(afterEpoch(START, false), schedule)).toBe(true);
});
