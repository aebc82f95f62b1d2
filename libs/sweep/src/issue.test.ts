import { expect, test } from 'vitest';
import { z } from 'zod';

import { alternatives, describeIssue, didYouMean, expected, nearest, show } from './issue.ts';

function message(schema: z.ZodType, value: unknown): string | undefined {
  return schema.safeParse(value, { error: describeIssue }).error?.issues[0]?.message;
}

test.each([
  [z.string(), undefined, 'missing, expected text'],
  [z.number(), 'fast', 'expected a number, got "fast"'],
  [z.number(), NaN, 'expected a number, got NaN'],
  [z.int(), 1.5, 'expected a whole number, got 1.5'],
  [z.boolean(), 'no', 'expected true or false, got "no"'],
  [z.array(z.number()), 1, 'expected a list, got 1'],
  [z.record(z.string(), z.number()), [1], 'expected keys with values, got [1]'],
  [z.number().min(1), 0, 'expected at least 1, got 0'],
  [z.number().gt(0), 0, 'expected a number greater than 0, got 0'],
  [z.number().max(1), 2, 'expected at most 1, got 2'],
  [z.number().lt(1), 1, 'expected a number less than 1, got 1'],
  [z.number().multipleOf(8), 9, 'expected a multiple of 8, got 9'],
  [z.string().min(1), '', 'expected at least 1 character, got ""'],
  [z.array(z.number()).length(2), [1], 'expected exactly 2 values, got [1]'],
  [z.enum(['relu', 'tanh']), 'rleu', 'expected relu or tanh, got "rleu"; did you mean relu?'],
  [z.enum(['relu', 'tanh']), 'gelu-new', 'expected relu or tanh, got "gelu-new"'],
  [z.literal(3), 4, 'expected 3, got 4'],
  [z.union([z.number(), z.null()]), 'x', 'expected a number or null, got "x"'],
  [z.record(z.string().regex(/^a/, 'a bad key'), z.number()), { b: 1 }, 'a bad key'],
  [z.string().refine(() => false, 'a message of the schema'), 'x', 'a message of the schema'],
])('%#: %s', (schema, value, text) => {
  expect(message(schema, value)).toBe(text);
});

test('long values are shortened', () => {
  expect(show('x'.repeat(1000))).toHaveLength(60);
  expect(show(undefined)).toBe('nothing');
});

test('alternatives', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(alternatives)).toEqual(['', 'a', 'a or b', 'a, b or c']);
});

test('a schema can say in one sentence what its checks would say in several', () => {
  const range = expected('a whole number from 1 to 8');
  const schema = z.number(range).multipleOf(1, range).max(8, range);
  expect([undefined, 9.5, 'x'].map((value) => message(schema, value))).toEqual([
    'missing, expected a whole number from 1 to 8',
    'expected a whole number from 1 to 8, got 9.5',
    'expected a whole number from 1 to 8, got "x"',
  ]);
});

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
