import { expect, test } from 'vitest';
import { trial } from '../example-records.ts';
import type { TrialRecord } from '../record.ts';
import { deviceTime } from './device-time.ts';

function ran(index: number, startedAt: number, endedAt: number, agentId?: string): TrialRecord {
  return trial(
    index,
    { lr: index },
    { state: 'finished', startedAt, endedAt, ...(agentId !== undefined && { agentId }) },
  );
}

test('trials that run on one device at once share it', () => {
  // a alone for 10, a and b for 10, all three for 10, b and c for 10, c alone for 20.
  const time = deviceTime([ran(0, 0, 30, 'one'), ran(1, 10, 40, 'one'), ran(2, 20, 60, 'one')])!;
  expect([...time.ofTrial.values()].map((ms) => Number(ms.toFixed(9)))).toEqual([
    Number((10 + 5 + 10 / 3).toFixed(9)),
    Number((5 + 10 / 3 + 5).toFixed(9)),
    Number((10 / 3 + 5 + 20).toFixed(9)),
  ]);
  expect(time.totalMs).toBeCloseTo(60, 9);
  expect(time).toMatchObject({ trialMs: 100, devices: 1, atOnce: { most: 3, mean: 100 / 60 } });
});

test('those on other devices do not', () => {
  const time = deviceTime([ran(0, 0, 30, 'one'), ran(1, 0, 30, 'two')])!;
  expect([...time.ofTrial.values()]).toEqual([30, 30]);
  expect(time).toMatchObject({ totalMs: 60, devices: 2, atOnce: { most: 2, mean: 2 } });
});

test('a trial that begins as another ends was not beside it, and idle time is nobody’s', () => {
  const time = deviceTime([ran(0, 0, 10, 'one'), ran(1, 10, 20, 'one'), ran(2, 40, 50, 'one')])!;
  expect([...time.ofTrial.values()]).toEqual([10, 10, 10]);
  expect(time.atOnce).toEqual({ most: 1, mean: 30 / 50 });
});

test('where it is not known on what a trial ran it counts as alone', () => {
  const time = deviceTime([ran(0, 0, 30), ran(1, 0, 30, 'one')])!;
  expect(time).toMatchObject({ totalMs: 60, devices: null });
});

test('clocks that go back, trials that took no time and those that have not ended do no harm', () => {
  const time = deviceTime([ran(0, 10, 5, 'one'), ran(1, 7, 7, 'one'), ran(2, 0, 10, 'one'), trial(3, { lr: 3 })])!;
  expect([...time.ofTrial]).toEqual([
    ['trial-0', 0],
    ['trial-1', 0],
    ['trial-2', 10],
  ]);
  expect(deviceTime([trial(0, {})])).toBeUndefined();
});
