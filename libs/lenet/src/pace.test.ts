import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

/** A clock that moves only when told to. */
function clock() {
  let time = 0;
  return { now: () => time, advance: (ms: number) => void (time += ms) };
}

test('chunks grow until they take about 40 ms, and shrink at once', async () => {
  const { now, advance } = clock();
  const pace = new Pace(now);
  const chunks = [];
  for (const msPerStep of [1, 1, 1, 1, 1, 1, 1, 1, 100, 100]) {
    chunks.push(pace.chunk);
    await pace.measure(pace.chunk, 1, () => advance(pace.chunk * msPerStep));
  }
  expect(chunks).toEqual([1, 2, 4, 8, 16, 32, 40, 40, 40, 1]);
});

test('work that takes no time at all does not make chunks endless', async () => {
  const pace = new Pace(() => 0);
  for (let i = 0; i < 20; i++) await pace.measure(pace.chunk, 1, () => undefined);
  expect(pace.chunk).toBe(1024);
});

test('reports images per second of training, at most twice a second', async () => {
  const { now, advance } = clock();
  const pace = new Pace(now);
  await pace.measure(1, 100, () => advance(250));
  expect(pace.report()).toBeNull();
  await pace.measure(1, 300, () => advance(250));
  expect(pace.report()).toBe(800);
  expect(pace.report()).toBeNull();
  // Time spent on something else does not count.
  await pace.measure(1, 50, () => advance(100));
  advance(1000);
  expect(pace.report()).toBe(500);
});
