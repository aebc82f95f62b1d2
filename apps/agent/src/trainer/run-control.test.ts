import { expect, test } from 'vitest';
import { RunControl } from './run-control.ts';

async function isPending(promise: Promise<void>): Promise<boolean> {
  const turn = new Promise<string>((resolve) => setImmediate(resolve, 'pending'));
  return (await Promise.race([promise, turn])) === 'pending';
}

test('I6: a run without credits waits until it gets enough', async () => {
  const control = new RunControl(3);
  await control.spend(2);
  const waiting = control.spend(4);
  expect(await isPending(waiting)).toBe(true);
  control.addCredits(3);
  expect(await isPending(waiting)).toBe(true);
  control.addCredits(1);
  await waiting;
});

test.each(['cancel', 'drain'] as const)('%s ends the wait for credits', async (what) => {
  const control = new RunControl(0);
  const waiting = control.spend(1);
  expect(await isPending(waiting)).toBe(true);
  control[what]();
  await waiting;
  expect(control.cancelled.aborted).toBe(what === 'cancel');
  expect(control.drained.aborted).toBe(what === 'drain');
});
