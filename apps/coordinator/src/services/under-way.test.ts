import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { UnderWay } from './under-way.ts';

const metrics = { type: 'metrics', points: [] } as const;
const state = async (promise: Promise<unknown>) => {
  let settled = 'waiting';
  void promise.then(() => (settled = 'done'));
  await setImmediate();
  return settled;
};

test('I6: reading waits while 64 reports are not durable, and goes on when one is', async () => {
  const underWay = new UnderWay();
  const resolvers: (() => void)[] = [];
  const add = () => underWay.add(new Promise((resolve) => resolvers.push(resolve)), metrics);
  for (let at = 1; at < 64; at++) await add();
  const last = add();
  expect(await state(last)).toBe('waiting');
  resolvers[17]!();
  expect(await state(last)).toBe('done');
  expect(await state(underWay.settled())).toBe('waiting');
  for (const resolve of resolvers) resolve();
  await underWay.settled();
});

test('I6: few large pieces of checkpoints are as many as many small reports', async () => {
  const underWay = new UnderWay();
  const checkpoint = {
    type: 'checkpoint',
    step: 1,
    chunk: { totalBytes: 2 ** 30, sha256: '', offset: 0, bytes: new Uint8Array(5 * 2 ** 20) },
  } as const;
  let release: () => void = () => undefined;
  await underWay.add(new Promise((resolve) => (release = resolve)), checkpoint);
  const second = underWay.add(new Promise(() => undefined), checkpoint);
  expect(await state(second)).toBe('waiting');
  release();
  expect(await state(second)).toBe('done');
});
