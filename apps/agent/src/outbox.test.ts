import { expect, test } from 'vitest';
import type { MetricPoint } from '@gridsweep/sweep';
import type { Report } from '@gridsweep/protocol';
import { Outbox, POINTS_PER_REPORT } from './outbox.ts';

const LEASE = { trialId: 'trial', attempt: 3 };

function points(count: number, from = 0): MetricPoint[] {
  return Array.from({ length: count }, (_, at) => ({ name: 'train/loss', step: from + at, epoch: 0, value: 1 }));
}

function checkpoint(step: number) {
  return { type: 'checkpoint', step, bytes: new Uint8Array([step]) } as const;
}

function takeAll(outbox: Outbox): Report[] {
  const taken: Report[] = [];
  for (let report = outbox.take(); report !== null; report = outbox.take()) taken.push(report);
  return taken;
}

test('points are gathered until the report is sealed', () => {
  const outbox = new Outbox(LEASE);
  outbox.addPoints(points(2));
  expect(outbox.take()).toBeNull();
  outbox.addPoints(points(1, 2));
  outbox.seal();
  expect(takeAll(outbox)).toEqual([{ ...LEASE, seq: 1, body: { type: 'metrics', points: points(3) } }]);
});

test('a report is closed when it is full', () => {
  const outbox = new Outbox(LEASE);
  outbox.addPoints(points(POINTS_PER_REPORT + 1));
  expect(takeAll(outbox)).toHaveLength(1);
  expect(outbox.hasOpenPoints).toBe(true);
});

test('numbers have no gaps, and points come before what was added after them', () => {
  const outbox = new Outbox(LEASE);
  outbox.addPoints(points(1));
  outbox.add(checkpoint(1));
  outbox.addPoints(points(1, 1));
  outbox.add({ type: 'finished', outcome: 'converged' });
  expect(takeAll(outbox).map(({ seq, body }) => [seq, body.type])).toEqual([
    [1, 'metrics'],
    [2, 'checkpoint'],
    [3, 'metrics'],
    [4, 'finished'],
  ]);
});

test('I3: what was not acknowledged is sent again in the next session', () => {
  const outbox = new Outbox(LEASE);
  for (let at = 0; at < 3; at += 1) {
    outbox.addPoints(points(2, at));
    outbox.seal();
  }
  expect(takeAll(outbox).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(outbox.acknowledge(1)).toBe(2);
  expect(outbox.take()).toBeNull();
  outbox.rewind();
  expect(takeAll(outbox).map(({ seq }) => seq)).toEqual([2, 3]);
  expect(outbox.acknowledged).toBe(1);
});

test('an acknowledgement of the session before does not skip what is still to be sent', () => {
  const outbox = new Outbox(LEASE);
  for (let at = 0; at < 4; at += 1) {
    outbox.addPoints(points(1, at));
    outbox.seal();
  }
  takeAll(outbox);
  outbox.rewind();
  expect(outbox.take()?.seq).toBe(1);
  outbox.acknowledge(3);
  expect(takeAll(outbox).map(({ seq }) => seq)).toEqual([4]);
});

test('a stale or repeated acknowledgement changes nothing', () => {
  const outbox = new Outbox(LEASE);
  outbox.addPoints(points(5));
  outbox.seal();
  expect(outbox.acknowledge(1)).toBe(5);
  expect(outbox.acknowledge(1)).toBe(0);
  expect(outbox.acknowledge(0)).toBe(0);
});

test('I6: only the newest checkpoint is kept, and its forerunner leaves no gap', () => {
  const outbox = new Outbox(LEASE);
  outbox.add(checkpoint(1));
  outbox.add(checkpoint(2));
  expect(takeAll(outbox).map(({ seq, body }) => [seq, body])).toEqual([
    [1, { type: 'metrics', points: [] }],
    [2, checkpoint(2)],
  ]);
});

test('it is settled when the end of the attempt is acknowledged', () => {
  const outbox = new Outbox(LEASE);
  expect(outbox.settled).toBe(false);
  outbox.add({ type: 'handed-back' });
  expect(outbox.settled).toBe(false);
  outbox.acknowledge(1);
  expect(outbox.settled).toBe(true);
});
