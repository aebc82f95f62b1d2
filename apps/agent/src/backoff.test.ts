import { expect, test } from 'vitest';
import { Backoff, type Timing } from './backoff.ts';

const LIMITS = { initialMs: 100, maxMs: 1000, resetAfterMs: 5000 };

function at(clock: { now: number; random: number }): Timing {
  return { now: () => clock.now, random: () => clock.random, sleep: () => Promise.resolve() };
}

test('delays double up to the limit', () => {
  const backoff = new Backoff(LIMITS, at({ now: 0, random: 1 }));
  expect(Array.from({ length: 6 }, () => backoff.nextDelayMs())).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test('a caller in a hurry waits no longer than it says', () => {
  const backoff = new Backoff(LIMITS, at({ now: 0, random: 1 }));
  expect(Array.from({ length: 4 }, () => backoff.nextDelayMs(300))).toEqual([100, 200, 300, 300]);
});

test('randomness takes away up to half of a delay', () => {
  const clock = { now: 0, random: 0 };
  const backoff = new Backoff(LIMITS, at(clock));
  expect(backoff.nextDelayMs()).toBe(50);
  clock.random = 0.5;
  expect(backoff.nextDelayMs()).toBe(150);
});

test('only a proven uptime starts the delays again', () => {
  const clock = { now: 0, random: 1 };
  const backoff = new Backoff(LIMITS, at(clock));
  backoff.nextDelayMs();
  backoff.succeeded();
  clock.now = 4999;
  expect(backoff.nextDelayMs()).toBe(200);
  backoff.succeeded();
  clock.now += 5000;
  expect(backoff.nextDelayMs()).toBe(100);
});
