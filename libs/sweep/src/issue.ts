import type { z } from 'zod';

/**
 * Zod's error map for people who write specs: "expected a number greater than 0, got -1".
 * Pass it as `safeParse(value, { error: describeIssue })`; a message that a schema gives itself comes first.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message;
  const expected = expectation(issue);
  if (expected === undefined) return undefined;
  if (issue.input === undefined) return `missing, expected ${expected}`;
  const hint = issue.code === 'invalid_value' ? hintFor(issue.input, issue.values) : '';
  return `expected ${expected}, got ${show(issue.input)}${hint}`;
}

/**
 * The error of a zod schema whose own checks, one by one, would say less: "expected a whole number from 1 to 8, got 9".
 * @param what would be accepted
 */
export function expected(what: string): { error: (issue: { readonly input?: unknown }) => string } {
  return {
    error: ({ input }) => (input === undefined ? `missing, expected ${what}` : `expected ${what}, got ${show(input)}`),
  };
}

/** "; did you mean …?" where a value is nearly one of those accepted, or nothing. */
export function hintFor(value: unknown, accepted: readonly unknown[]): string {
  const question = typeof value === 'string' ? didYouMean(value, accepted.map(String)) : undefined;
  return question === undefined ? '' : `; ${question}`;
}

/** ", did you mean …?" for a misspelt name, else what would be accepted. */
export function suggestion(word: string, known: readonly string[]): string {
  const question = didYouMean(word, known);
  return question === undefined ? `, expected ${alternatives(known)}` : `, ${question}`;
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

/** The candidate that a misspelt word most likely means, or undefined where none is near. Ignores case. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const allowed = Math.max(1, Math.floor(word.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance <= allowed && distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** "did you mean …?" for a misspelt word, or undefined where no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? undefined : `did you mean ${candidate}?`;
}

/** Fewest insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) between two words. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      let least = Math.min(substitution, above[column]! + 1, current[column - 1]! + 1);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) least = Math.min(least, before[column - 2]! + 1);
      current.push(least);
    }
    before = above;
    above = current;
  }
  return above[b.length]!;
}
