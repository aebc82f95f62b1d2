import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WORKLOADS } from '../workloads.ts';
import { memoryTerminal } from '../testing/memory-terminal.ts';
import { exampleSweep, exampleTrial } from './example-views.ts';
import { showProgress } from './show.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('without a terminal: at most twenty lines a second, and the counts at the end (I4, I6)', () => {
  const { terminal, written } = memoryTerminal();
  const sweep = exampleSweep([]);
  const display = showProgress(terminal.err, WORKLOADS);
  const trials = Array.from({ length: 500 }, (_, at) => exampleTrial(at));
  display.update({ sweep, trials, complete: true });
  display.update({
    sweep,
    trials: trials.map((trial) => ({ ...trial, state: 'running', attempts: 1 })),
    complete: true,
  });
  expect(written.err).toBe('');
  vi.advanceTimersByTime(1000);
  const lines = written.err.trim().split('\n');
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('… and 480 more changes');
  vi.advanceTimersByTime(60_000);
  expect(written.err.split('\n').filter((line) => line.includes('0 trials = '))).toHaveLength(2);
  display.end();
  expect(vi.getTimerCount()).toBe(0);
});

test('a note is shown like a change', () => {
  const { terminal, written } = memoryTerminal();
  const display = showProgress(terminal.err, WORKLOADS);
  display.note('The coordinator is away.');
  vi.advanceTimersByTime(1000);
  expect(written.err).toBe('The coordinator is away.\n');
  display.end();
});
