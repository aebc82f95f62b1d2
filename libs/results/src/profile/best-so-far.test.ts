import { describe, expect, test } from 'vitest';
import { drawnRecord, part, profile, rows } from './example-curves.ts';

describe('best found so far', () => {
  const record = drawnRecord(
    ['lr'],
    [
      { parameters: { lr: 0.1 }, curves: [[0.5], [0.9]], diverged: [1] },
      { parameters: { lr: 0.2 }, curves: [[0.4], [0.6]] },
    ],
  );

  test('goes in the order in which trials ended; what diverged never wins', () => {
    const { points, metric } = profile(record).bestSoFar!;
    expect(metric).toBe('test/accuracy');
    expect(
      points.map(({ trials, elapsedMs, deviceSeconds, value }) => [trials, elapsedMs, deviceSeconds, value]),
    ).toEqual([
      [1, 10_000, 10, 0.5],
      [2, 20_000, 20, 0.5],
      [3, 30_000, 30, 0.5],
      [4, 40_000, 40, 0.6],
    ]);
    expect(points.map(({ regret }) => Math.round(100 * regret!))).toEqual([10, 10, 10, 0]);
    const backwards = {
      ...record,
      trials: record.trials.map((one) => ({ ...one, endedAt: 50_000 - one.endedAt!, startedAt: 0 })),
    };
    expect(profile(backwards).bestSoFar!.points.map(({ value }) => value)).toEqual([0.6, 0.6, 0.6, 0.6]);
  });

  test('beside it stands what a random order would give', () => {
    // 0.1 (diverged), 0.4, 0.5, 0.6: of two drawn (0.4 × 1 + 0.5 × 2 + 0.6 × 3) / 6.
    const { expected } = profile(record).bestSoFar!;
    expect(expected.map(({ trials }) => trials)).toEqual([1, 2, 3, 4]);
    [0.4, 3.2 / 6, (0.5 + 3 * 0.6) / 4, 0.6].forEach((value, at) => expect(expected[at]!.value).toBeCloseTo(value, 12));
  });

  test('is told with the trials that were better than all before', () => {
    const found = part(record, 'best-so-far');
    expect(rows(found)).toEqual([
      {
        trials: 1,
        elapsed_seconds: 10,
        device_seconds: 10,
        value: 0.5,
        regret: expect.closeTo(0.1, 12) as number,
        trial: 'lr 0.1, seed 0',
      },
      { trials: 4, elapsed_seconds: 40, device_seconds: 40, value: 0.6, regret: 0, trial: 'lr 0.2, seed 1' },
    ]);
    expect(found.sentences[0]).toBe('The best trial, lr 0.2, seed 1 with 60.0 %, was found as number 4 of 4.');
  });
});
