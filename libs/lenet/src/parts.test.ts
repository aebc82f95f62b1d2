import { expect, test } from 'vitest';
import { syntheticDataset } from './engine/golden/synthetic.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { batchesOf, orderOf, partsOf } from './parts.ts';
import { fileOrder, shuffledOrder } from './seed.ts';

const dataset = syntheticDataset();
const { count } = dataset.train;

function partsWith(given: object, seed = 1) {
  return partsOf(parseHyperparameters({ optimizer: 'sgd', ...given }), dataset, seed);
}

test('without validation every image is trained on, in the order that the seed shuffles', () => {
  const parts = partsWith({});
  expect(parts.validation).toHaveLength(0);
  expect(parts.training).toEqual(fileOrder(count));
  expect(orderOf(parts, true, 7, 2)).toEqual(shuffledOrder(count, 7, 2));
  expect(orderOf(parts, false, 7, 2)).toEqual(fileOrder(count));
});

test('with it, every image is in one part; an epoch takes the training images once, without shuffling in their own order', () => {
  const parts = partsWith({ validation: 9 });
  expect(parts.validation).toHaveLength(9);
  expect([...parts.validation, ...parts.training].toSorted((a, b) => a - b)).toEqual([...fileOrder(count)]);
  expect(orderOf(parts, false, 1, 0)).toEqual(parts.training);
  const order = orderOf(parts, true, 1, 0);
  expect(order).not.toEqual(parts.training);
  expect(order.toSorted()).toEqual(parts.training);
  expect(batchesOf(order, 5, 0, 100).flatMap((batch) => [...batch])).toEqual([...order]);
});

test('limit counts what is left for training, and leaves the split as it is', () => {
  const whole = partsWith({ validation: 9 });
  const limited = partsWith({ validation: 9, limit: 4 });
  expect(limited.validation).toEqual(whole.validation);
  expect(limited.training).toEqual(whole.training.subarray(0, 4));
});

test('I5: the split is a function of the seed, and another for another', () => {
  expect(partsWith({ validation: 9 }, 3)).toEqual(partsWith({ validation: 9 }, 3));
  const splits = [0, 1, 2, 3].map((seed) => partsWith({ validation: 9 }, seed).validation.join());
  expect(new Set(splits).size).toBe(4);
});

test.each([
  [{ validation: 320 }, 'validation: 320 leaves none of the 320 images of the training set to train on.'],
  [{ limit: 321 }, 'limit: 321 is more than the 320 images of the training set.'],
  [{ validation: 316, limit: 5 }, 'limit: 5 is more than the 4 training images that validation: 316 leaves.'],
])('%j is refused of 320 images', (given, message) => {
  expect(() => partsWith(given)).toThrow(message);
});
