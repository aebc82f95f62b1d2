import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasEpochs, inWholeEpochs, mergeCurves, smooth, thinned } from './curve.ts';

const point = (step: number, value: number) => ({ name: 'train/loss' as const, step, epoch: step / 100, value });

describe('mergeCurves', () => {
  test('means, extremes and counts step by step over the seeds that are so far', () => {
    const seeds = [{ points: [point(100, 1), point(200, 2)] }, { points: [point(100, 3)] }];
    expect(mergeCurves(seeds, 'train/loss')).toEqual({
      points: [
        { step: 100, epoch: 1, mean: 2, min: 1, max: 3, n: 2 },
        { step: 200, epoch: 2, mean: 2, min: 2, max: 2, n: 1 },
      ],
      diverged: [],
    });
  });

  test('of three seeds or more have the interval of the mean by Student’s t', () => {
    const seeds = [1, 2, 6].map((value) => ({ points: [point(100, value)] }));
    const { mean, interval, n } = mergeCurves(seeds, 'train/loss')!.points[0]!;
    // t(0.975, 2) = 4.302653; the standard deviation of 1, 2 and 6 is √7.
    const half = (4.302653 * Math.sqrt(7)) / Math.sqrt(3);
    expect([mean, n]).toEqual([3, 3]);
    expect(interval![0]).toBeCloseTo(3 - half, 5);
    expect(interval![1]).toBeCloseTo(3 + half, 5);
    expect(mergeCurves(seeds.slice(1), 'train/loss')!.points[0]!.interval).toBeUndefined();
  });

  test('leaves diverged seeds out where others did not, and says where they ended', () => {
    const diverged = { outcome: 'diverged' as const, points: [point(100, 9), point(200, NaN), point(300, 5)] };
    const curve = mergeCurves([{ points: [point(100, 1)] }, diverged], 'train/loss');
    expect(curve?.points).toEqual([{ step: 100, epoch: 1, mean: 1, min: 1, max: 1, n: 1 }]);
    expect(curve?.diverged).toEqual([{ step: 100, epoch: 1, value: 9 }]);
  });

  test('shows what a cell did whose seeds all diverged', () => {
    const curve = mergeCurves([{ outcome: 'diverged', points: [point(100, 9), point(200, Infinity)] }], 'train/loss');
    expect(curve?.points.map(({ mean }) => mean)).toEqual([9]);
  });

  test('a seed that was never finite ends at its first step without a value', () => {
    const curve = mergeCurves([{ outcome: 'diverged', points: [point(100, NaN), point(200, NaN)] }], 'train/loss');
    expect(curve).toEqual({ points: [], diverged: [{ step: 100, epoch: 1 }] });
  });

  test('does not overflow', () => {
    const huge = { points: [point(100, Number.MAX_VALUE)] };
    expect(mergeCurves([huge, huge], 'train/loss')?.points[0]?.mean).toBe(Number.MAX_VALUE);
  });

  test('is undefined without points of the metric', () => {
    expect(mergeCurves([{ points: [point(100, 1)] }], 'test/loss')).toBeUndefined();
  });
});

describe('smooth', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

  test('keeps length, start and range', () => {
    fc.assert(
      fc.property(values, fc.nat(10), (items, radius) => {
        const smoothed = smooth(items, radius);
        expect(smoothed).toHaveLength(items.length);
        expect(smoothed[0]).toBe(items[0]);
        const slack = 1e-6;
        expect(Math.min(...smoothed)).toBeGreaterThanOrEqual(Math.min(...items) - slack);
        expect(Math.max(...smoothed)).toBeLessThanOrEqual(Math.max(...items) + slack);
      }),
      { seed: 1 },
    );
  });

  test('neither delays nor bends a straight line', () => {
    const smoothed = smooth([1, 2, 3, 4, 5, 6, 7], 2);
    smoothed.slice(0, -2).forEach((value, at) => expect(value).toBeCloseTo(at + 1, 12));
  });

  test('averages the window around a value', () => {
    expect(smooth([0, 0, 9, 0, 0], 1)).toEqual([0, 3, 3, 3, 0]);
  });

  test('does not follow the last value: at the end half of the window stays', () => {
    const smoothed = smooth([1, 1, 1, 1, 1, 1, 1, 5], 3);
    expect(smoothed.at(-1)).toBe((1 + 1 + 1 + 5) / 4);
    expect(smoothed.at(-2)).toBe((1 + 1 + 1 + 1 + 5) / 5);
  });
});

describe('epochs', () => {
  const curve = (...epochs: readonly (number | undefined)[]) => ({
    points: epochs.map((epoch, step) => ({ step, epoch, mean: 0, min: 0, max: 0, n: 1 })),
    diverged: [],
  });

  test('whole ones are told from fractions and from none', () => {
    expect([curve(1, 2), curve(1, 2.5), curve(1, undefined)].map((each) => inWholeEpochs([each]))).toEqual([
      ...[true, false, false],
    ]);
    expect([curve(1, 2.5), curve(1, undefined)].map((each) => hasEpochs([each]))).toEqual([true, false]);
  });

  test('are absent from a curve of a metric without them', () => {
    const points = [{ name: 'loss', step: 1, value: 2 }];
    expect(mergeCurves([{ outcome: 'diverged', points }], 'loss')).toEqual({
      points: [{ step: 1, mean: 2, min: 2, max: 2, n: 1 }],
      diverged: [{ step: 1, value: 2 }],
    });
  });
});

test('a thinned curve keeps the band where all that is merged has one', () => {
  const at = (step: number, mean: number, half?: number) => ({
    ...{ step, mean, min: mean, max: mean, n: 3 },
    ...(half !== undefined && { interval: [mean - half, mean + half] as const }),
  });
  const curve = { points: [at(0, 1, 1), at(1, 3, 2), at(2, 5, 1), at(3, 7)], diverged: [] };
  expect(thinned(curve, 2).points.map(({ interval }) => interval)).toEqual([[0.5, 3.5], undefined]);
});

test('a long curve is thinned to means of neighbours, from the lowest to the highest; a short one stays', () => {
  const points = [1, 5, 3, 9, 2].map((mean, step) => ({ step, epoch: step, mean, min: mean - 1, max: mean + 1, n: 2 }));
  const curve = { points, diverged: [{ step: 9 }] };
  expect(thinned(curve, 5)).toBe(curve);
  expect(thinned(curve, 3)).toEqual({
    points: [
      { step: 1, epoch: 1, mean: 3, min: 0, max: 6, n: 2 },
      { step: 3, epoch: 3, mean: 6, min: 2, max: 10, n: 2 },
      { step: 4, epoch: 4, mean: 2, min: 1, max: 3, n: 2 },
    ],
    diverged: [{ step: 9 }],
  });
});
