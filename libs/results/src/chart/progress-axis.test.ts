import { describe, expect, test } from 'vitest';
import type { Curve } from '../curve.ts';
import { naturalProgress, progressAxis, progressScale, timeUnit } from './progress-axis.ts';

const curve = (...epochs: readonly (number | undefined)[]): Curve => ({
  points: epochs.map((epoch, step) => ({ step, epoch, mean: 0, min: 0, max: 0, n: 1 })),
  diverged: [],
});
const labels = (axis: Parameters<typeof progressScale>[0], width: number) =>
  progressScale(axis, [0, width]).ticks.map(({ label }) => label);

test('epochs suit what stands at their ends, steps everything else', () => {
  expect([curve(1, 2), curve(0.5, 1), curve(undefined)].map((each) => naturalProgress([each]))).toEqual([
    ...['epoch', 'step', 'step'],
  ]);
});

describe('ticks', () => {
  test('of epochs are whole numbers, the last among them, as many as there is room for', () => {
    const axis = progressAxis('epoch', [curve(1, 15)], [1, 15]);
    expect(labels(axis, 600)).toEqual(Array.from({ length: 15 }, (_, at) => String(at + 1)));
    expect(labels(axis, 270)).toEqual(['1', '3', '5', '7', '9', '11', '13', '15']);
    expect(labels(axis, 100)).toEqual(['5', '10', '15']);
    expect(labels(progressAxis('epoch', [curve(1)], [1]), 300)).toEqual(['1']);
  });

  test('of steps and times begin at zero', () => {
    expect(labels(progressAxis('step', [curve(0.1)], [100, 11_700]), 270)).toEqual(['0', '5,000', '10,000']);
    expect(labels(progressAxis('time', [curve(0.1)], [3, 32], 's'), 270)).toEqual(['0', '10', '20', '30']);
  });
});

test('names tell what a step is only where epochs are counted', () => {
  expect(progressAxis('step', [curve(0.5)], [1]).name).toBe('iteration (optimizer steps)');
  expect(progressAxis('step', [curve(undefined)], [1]).name).toBe('step');
  expect(progressAxis('time', [curve(1)], [1], 'min').name).toBe('time (min)');
});

test('nothing to place makes no broken axis', () => {
  for (const by of ['step', 'epoch', 'time'] as const) {
    const { low, high } = progressAxis(by, [], []);
    expect(high).toBeGreaterThan(low);
  }
});

test('a unit of time is as large as a reader thinks', () => {
  expect([90_000, 119_000, 130_000, 7_100_000, 7_300_000].map((ms) => timeUnit(ms).name)).toEqual([
    ...['s', 's', 'min', 'min', 'h'],
  ]);
});
