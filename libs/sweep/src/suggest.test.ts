import { expect, test } from 'vitest';

import { didYouMean, nearest } from './suggest.ts';

const OPTIMIZERS = ['sgd', 'momentum', 'rmsprop', 'adam', 'adagrad'];

test.each([
  ['adm', 'adam'],
  ['Adam', 'adam'],
  ['adma', 'adam'],
  ['adagard', 'adagrad'],
  ['momentun', 'momentum'],
  ['sdg', 'sgd'],
])('%s is near %s', (word, expected) => {
  expect(nearest(word, OPTIMIZERS)).toBe(expected);
});

test.each(['', 'lion', 'x'.repeat(100_000)])('nothing is near', (word) => {
  expect(nearest(word, OPTIMIZERS)).toBeUndefined();
  expect(didYouMean(word, OPTIMIZERS)).toBeUndefined();
});

test('the suggestion is a question', () => {
  expect(didYouMean('optimiser', ['optimizer', 'lr'])).toBe('did you mean optimizer?');
});
