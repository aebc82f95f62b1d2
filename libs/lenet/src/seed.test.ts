import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PARAMETER_COUNT, PARAMETER_TENSORS } from './architecture.ts';
import { fileOrder, initialParameters, shuffledOrder, validationSplit } from './seed.ts';

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

test('every image, and every pair, is as likely to be kept apart, whatever its place in the first epoch', () => {
  const [count, kept, runs] = [6, 2, 3000];
  const images = Array.from({ length: count }, () => 0);
  const pairs = new Map<string, number>();
  const places = Array.from({ length: count }, () => 0);
  for (let seed = 0; seed < runs; seed++) {
    const { validation } = validationSplit(count, kept, seed);
    const order = shuffledOrder(count, seed, 0);
    validation.forEach((image) => images[image]++);
    validation.forEach((image) => places[order.indexOf(image)]++);
    pairs.set(validation.join(), (pairs.get(validation.join()) ?? 0) + 1);
  }
  const chiSquare = (seen: Iterable<number>, expected: number) =>
    [...seen].reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0);
  // Exceeded once in a thousand with 5 degrees of freedom (of draws without replacement even more rarely), and with 14.
  expect(chiSquare(images, (runs * kept) / count)).toBeLessThan(20.5);
  expect(chiSquare(places, (runs * kept) / count)).toBeLessThan(20.5);
  expect(pairs.size).toBe(15);
  expect(chiSquare(pairs.values(), runs / 15)).toBeLessThan(36.1);
});

test('LeNet has 62,006 parameters in ten tensors', () => {
  expect(PARAMETER_COUNT).toBe(62_006);
  expect(PARAMETER_TENSORS.map(({ name }) => name)).toEqual(
    ['conv1', 'conv2', 'fc1', 'fc2', 'fc3'].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]),
  );
});

test('a seed gives the same parameters every time, another seed others', () => {
  expect(initialParameters(3)).toEqual(initialParameters(3));
  const other = initialParameters(3);
  const same = initialParameters(4).filter((value, at) => value === other[at]);
  expect(same.length).toBeLessThan(10);
});

test.each(PARAMETER_TENSORS)('$name is uniform between ±1/√fan_in', ({ offset, length, fanIn }) => {
  const bound = 1 / Math.sqrt(fanIn);
  const values = Array.from({ length: 20 }, (_, seed) => initialParameters(seed).subarray(offset, offset + length));
  const scaled = values.flatMap((tensor) => Array.from(tensor, (value) => value / bound));
  expect(scaled.every((value) => Math.abs(value) <= 1 + 1e-6)).toBe(true);
  // Mean 0 and variance 1/3, within five standard deviations of their estimates.
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  const meanSquare = scaled.reduce((sum, value) => sum + value ** 2, 0) / scaled.length;
  expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(1 / 3 / scaled.length));
  expect(Math.abs(meanSquare - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / scaled.length));
});
