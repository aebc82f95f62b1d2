import { expect, test } from 'vitest';
import { clipped, LOG_LINES_KEPT, LogLines } from './log-lines.ts';

function takeAll(lines: LogLines): string[] {
  const taken: string[] = [];
  for (let line = lines.take(); line !== null; line = lines.take()) taken.push(`${line.level} ${line.message}`);
  return taken;
}

test('lines come in their order, each once', () => {
  const lines = new LogLines();
  lines.add('info', 'a');
  lines.add('error', 'b');
  expect(takeAll(lines)).toEqual(['info a', 'error b']);
  expect(lines.isEmpty).toBe(true);
});

test('I6: of many the newest are kept, and it is told how many are left out', () => {
  const lines = new LogLines();
  for (let at = 1; at <= LOG_LINES_KEPT + 7; at += 1) lines.add('info', String(at));
  const taken = takeAll(lines);
  expect(taken[0]).toBe('warn Here 7 lines are left out: they came faster than they could be sent.');
  expect(taken.slice(1)).toEqual(Array.from({ length: LOG_LINES_KEPT }, (_, at) => `info ${at + 8}`));
  lines.add('info', 'again');
  expect(takeAll(lines)).toEqual(['info again']);
});

test('a line that is too long is cut', () => {
  expect(clipped('short')).toBe('short');
  expect(clipped('x'.repeat(5_000))).toBe(`${'x'.repeat(3_999)}…`);
});
