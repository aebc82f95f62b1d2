import { describe, expect, test } from 'vitest';
import { exampleTrial, exampleView } from './example-views.ts';
import { measured, stepsOf, timeLeft, workOf } from './workload.ts';

describe('how much is to do', () => {
  test('a trial that has not begun: epochs × batches, the incomplete one included', () => {
    expect(stepsOf(exampleTrial(0))).toEqual({ done: 0, total: 2 * 782 });
    const parameters = { epochs: 3, batch_size: 64, limit: 100 };
    expect(stepsOf(exampleTrial(0, { parameters }))).toEqual({ done: 0, total: 6 });
  });

  test('a trial that has ended has nothing left, however it ended', () => {
    for (const state of ['finished', 'failed', 'cancelled'] as const) {
      const { done, total } = stepsOf(exampleTrial(0, { state }));
      expect(done).toBe(total);
    }
  });

  test('a resumed trial that has not reported yet is as far as its newest point', () => {
    const latest = [{ name: 'test/loss', step: 782, epoch: 1, value: 1 }] as const;
    expect(stepsOf(exampleTrial(0, { state: 'running', latest })).done).toBe(782);
  });

  test('time left by the pace since the start, counted down between news', () => {
    const half = exampleTrial(0, {
      state: 'running',
      progress: { step: 782, totalSteps: 1564, imagesPerSecond: 1 },
    });
    const views = [exampleView([half])];
    const start = measured(undefined, { done: 0, total: 100 }, 0);
    const pace = measured(start, workOf(views), 20_000);
    expect(timeLeft(views, pace, 20_000)).toBeCloseTo(20_000, 6);
    expect(timeLeft(views, measured(pace, workOf(views), 25_000), 25_000)).toBeCloseTo(15_000, 6);
  });

  test('in the first seconds by the throughput of the trials; before anything runs not at all', () => {
    const images = 782 * 64;
    const half = exampleTrial(0, {
      state: 'running',
      progress: { step: 782, totalSteps: 1564, imagesPerSecond: images / 10 },
    });
    const views = [exampleView([half])];
    const pace = measured(undefined, workOf(views), 1000);
    expect(timeLeft(views, pace, 1000)).toBeCloseTo(10_000, 6);
    expect(timeLeft([exampleView([exampleTrial(0)])], pace, 1000)).toBeUndefined();
  });
});
