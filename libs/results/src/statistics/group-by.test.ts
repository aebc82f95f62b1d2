import { expect, test } from 'vitest';
import { groupBy } from './group-by.ts';

test('keeps the order of first appearance, of keys and within them', () => {
  expect([...groupBy([5, 2, 7, 4], (n) => n % 2)]).toEqual([
    [1, [5, 7]],
    [0, [2, 4]],
  ]);
});
