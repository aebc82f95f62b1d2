import { expect, test } from 'vitest';
import { SlotLimit } from './slot-limit.ts';

const FULL = { type: 'failed', kind: 'out-of-memory', detail: '' } as const;

test('one shortage of memory halves once, however many runs it ends', () => {
  const limit = new SlotLimit(8);
  for (const key of ['a', 'b', 'c', 'd']) limit.began(key);
  expect(['a', 'b', 'c'].map((key) => limit.ended(key, FULL))).toEqual([true, false, false]);
  expect(limit).toMatchObject({ all: 8, present: 4 });
  limit.began('e');
  expect(limit.ended('d', FULL)).toBe(false);
  expect(limit.ended('e', FULL)).toBe(true);
  expect(limit.present).toBe(2);
});

test('there is always room for one', () => {
  const limit = new SlotLimit(3);
  const present = ['a', 'b', 'c'].map((key) => {
    limit.began(key);
    limit.ended(key, FULL);
    return limit.present;
  });
  expect(present).toEqual([1, 1, 1]);
});

test('other ends change nothing', () => {
  const limit = new SlotLimit(4);
  limit.began('a');
  expect(limit.ended('a', { type: 'failed', kind: 'crash', detail: '' })).toBe(false);
  limit.began('b');
  expect(limit.ended('b', { type: 'finished', outcome: 'converged' })).toBe(false);
  expect(limit.ended('unknown', FULL)).toBe(false);
  expect(limit.present).toBe(4);
});
