import { GridsweepError } from '@gridsweep/sweep';
import { expect, test } from 'vitest';
import { EXIT, exitCodeOf, exitCodeOfError } from './exit-code.ts';

const none = { total: 2, pending: 0, running: 0, finished: 2, failed: 0, cancelled: 0 };

test.each([
  ['all finished', 'ended', none, EXIT.ok],
  ['one failed', 'ended', { ...none, finished: 1, failed: 1 }, EXIT.trialsFailed],
  ['one failed, one cancelled', 'cancelled', { ...none, finished: 0, failed: 1, cancelled: 1 }, EXIT.trialsFailed],
  ['one cancelled', 'ended', { ...none, finished: 1, cancelled: 1 }, EXIT.cancelled],
  ['all cancelled', 'cancelled', { ...none, finished: 0, cancelled: 2 }, EXIT.cancelled],
] as const)('a sweep with %s', (_, state, counts, code) => {
  expect(exitCodeOf({ id: 'a', name: 'b', spec: {}, createdAt: 0, state, counts })).toBe(code);
});

test('errors', () => {
  expect(exitCodeOfError(new GridsweepError('invalid', ''), false)).toBe(EXIT.usage);
  // A supervisor takes it for what trying again does not change.
  expect(exitCodeOfError(new GridsweepError('refused', ''), false)).toBe(EXIT.usage);
  expect(exitCodeOfError(new GridsweepError('no-space', ''), false)).toBe(EXIT.error);
  expect(exitCodeOfError(new GridsweepError('cancelled', ''), true)).toBe(EXIT.interrupted);
  expect(exitCodeOfError(new GridsweepError('cancelled', ''), false)).toBe(EXIT.error);
  expect(exitCodeOfError(new GridsweepError('data', ''), true)).toBe(EXIT.error);
});
