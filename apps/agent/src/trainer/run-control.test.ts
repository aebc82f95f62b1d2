import { expect, test } from 'vitest';
import { POINTS_IN_FLIGHT, RunControl } from './run-control.ts';

async function isPending(promise: Promise<void>): Promise<boolean> {
  const turn = new Promise<string>((resolve) => setImmediate(resolve, 'pending'));
  return (await Promise.race([promise, turn])) === 'pending';
}

test('I6: a run without credits waits until it gets enough', async () => {
  const control = new RunControl();
  await control.spend(POINTS_IN_FLIGHT - 1);
  const waiting = control.spend(4);
  expect(await isPending(waiting)).toBe(true);
  control.received({ type: 'credits', credits: 3 });
  expect(await isPending(waiting)).toBe(true);
  control.received({ type: 'credits', credits: 1 });
  await waiting;
});

test.each(['cancel', 'drain'] as const)('%s ends the wait for credits', async (type) => {
  const control = new RunControl();
  const waiting = control.spend(POINTS_IN_FLIGHT);
  expect(await isPending(waiting)).toBe(true);
  control.received({ type });
  await waiting;
  expect(control.cancelled.aborted).toBe(type === 'cancel');
  expect(control.drained.aborted).toBe(type === 'drain');
});

test('I6: a drained run may report as much again, and then waits', async () => {
  const control = new RunControl();
  control.received({ type: 'drain' });
  await control.spend(2 * POINTS_IN_FLIGHT - 1);
  const waiting = control.spend(1);
  expect(await isPending(waiting)).toBe(true);
  control.received({ type: 'cancel' });
  await waiting;
});
