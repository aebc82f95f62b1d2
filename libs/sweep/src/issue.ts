import type { z } from 'zod';

import { didYouMean } from './suggest.ts';

/**
 * Zod's error map for people who write specs: "expected a number greater than 0, got -1".
 * Pass it as `safeParse(value, { error: describeIssue })`; a message that a schema gives itself comes first.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const expected = expectation(issue);
  if (expected === undefined) return undefined;
  if (issue.input === undefined) return `missing, expected ${expected}`;
  const hint = issue.code === 'invalid_value' ? hintFor(issue.input, issue.values) : '';
  return `expected ${expected}, got ${show(issue.input)}${hint}`;
}

/** "; did you mean …?" where a value is nearly one of those accepted, or nothing. */
export function hintFor(value: unknown, accepted: readonly unknown[]): string {
  const question = typeof value === 'string' ? didYouMean(value, accepted.map(String)) : undefined;
  return question === undefined ? '' : `; ${question}`;
}

/** A value in a message, as JSON would write it, shortened. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** "a, b or c" */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
}

type Issue = z.core.$ZodRawIssue | z.core.$ZodIssue;

function expectation(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? show(issue.values[0]) : alternatives(issue.values.map(String));
    case 'too_small':
      return bound(issue.origin, 'minimum', Number(issue.minimum), issue.inclusive === true, issue.exact === true);
    case 'too_big':
      return bound(issue.origin, 'maximum', Number(issue.maximum), issue.inclusive === true, issue.exact === true);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_union': {
      const words = issue.errors.flatMap((errors) => expectation(errors[0]!) ?? []);
      return words.length === 0 ? undefined : alternatives([...new Set(words)]);
    }
    default:
      return undefined;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  tuple: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

function bound(origin: string, side: 'minimum' | 'maximum', limit: number, inclusive: boolean, exact: boolean): string {
  const least = side === 'minimum';
  if (origin === 'number' || origin === 'int') {
    if (inclusive) return `${least ? 'at least' : 'at most'} ${limit}`;
    return `a number ${least ? 'greater' : 'less'} than ${limit}`;
  }
  const unit = origin === 'string' ? 'character' : 'value';
  const amount = exact ? 'exactly' : least ? 'at least' : 'at most';
  return `${amount} ${limit} ${unit}${limit === 1 ? '' : 's'}`;
}
