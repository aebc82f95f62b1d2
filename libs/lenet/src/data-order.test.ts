import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOrder, shuffledOrder } from './data-order.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('every epoch takes every image once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), seeds, fc.nat(100), (count, seed, epoch) => {
      expect(shuffledOrder(count, seed, epoch).toSorted()).toEqual(fileOrder(count));
    }),
    { seed: 1 },
  );
});

test('I5: the order is a function of seed and epoch, and another for every one of them', () => {
  const orders = [0, 1, 2].flatMap((seed) => [0, 1, 2].map((epoch) => shuffledOrder(50, seed, epoch).join()));
  expect(new Set(orders).size).toBe(9);
  expect(shuffledOrder(50, 2, 1)).toEqual(shuffledOrder(50, 2, 1));
});

test('every image is as likely at every place', () => {
  const count = 5;
  const runs = 2000;
  const seen = Array.from({ length: count * count }, () => 0);
  for (let seed = 0; seed < runs; seed++) {
    shuffledOrder(count, seed, 0).forEach((image, place) => seen[place * count + image]++);
  }
  const expected = runs / count;
  // Chi-square with (5 − 1)² degrees of freedom exceeds 39.3 once in a thousand.
  expect(seen.reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0)).toBeLessThan(39.3);
});
