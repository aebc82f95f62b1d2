import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

const FULL = { type: 'failed', kind: 'out-of-memory' } as const;

test('a slot can be taken when nothing is in it and it has recovered', () => {
  const slots = new Slots(2);
  expect(slots).toMatchObject({ room: 2, taken: 0 });
  expect([slots.take(), slots.take()]).toEqual([0, 1]);
  expect(slots).toMatchObject({ room: 0, taken: 2 });
  slots.ended(0, { type: 'finished' });
  expect(slots).toMatchObject({ room: 0, taken: 1 });
  slots.recovered(0);
  expect(slots).toMatchObject({ room: 1, taken: 1 });
  expect(slots.take()).toBe(0);
  expect(() => slots.take()).toThrow('No slot is free.');
});

test('one shortage of memory halves once, however many runs it ends', () => {
  const slots = new Slots(8);
  const taken = Array.from({ length: 4 }, () => slots.take());
  expect(taken.slice(0, 3).map((slot) => slots.ended(slot, FULL))).toEqual([true, false, false]);
  expect(slots).toMatchObject({ all: 8, limit: 4 });
  const later = slots.take();
  expect(slots.ended(taken[3]!, FULL)).toBe(false);
  expect(slots.ended(later, FULL)).toBe(true);
  expect(slots.limit).toBe(2);
});

test('with fewer at once there is less room', () => {
  const slots = new Slots(4);
  const taken = [slots.take(), slots.take(), slots.take()];
  slots.ended(taken[0]!, FULL);
  slots.recovered(taken[0]!);
  expect(slots).toMatchObject({ limit: 2, taken: 2, room: 0 });
  slots.ended(taken[1]!, { type: 'finished' });
  slots.recovered(taken[1]!);
  expect(slots.room).toBe(1);
});

test('there is always room for one', () => {
  const slots = new Slots(3);
  const limits = [0, 1, 2].map(() => {
    const slot = slots.take();
    slots.ended(slot, FULL);
    slots.recovered(slot);
    return slots.limit;
  });
  expect(limits).toEqual([1, 1, 1]);
  expect(slots.room).toBe(1);
});

test('other ends change nothing', () => {
  const slots = new Slots(4);
  expect(slots.ended(slots.take(), { type: 'failed', kind: 'crash' })).toBe(false);
  expect(slots.ended(slots.take(), { type: 'finished' })).toBe(false);
  expect(slots.limit).toBe(4);
});
