import { describe, expect, test } from 'vitest';

import { formatProblem } from './problem.ts';
import { readSource } from './source.ts';

const TEXT = `name: x
parameters:
  lr:
    values: [0.1,
      1.0]
  again: &shared { value: 2 }
  alias: *shared
empty:
`;

function place(path: readonly (string | number)[], part?: 'key' | 'value'): string {
  const { line, column } = readSource(TEXT, 'f').problemAt(path, '', part);
  return `${line}:${column}`;
}

describe('places', () => {
  test.each([
    [['name'], '1:7'],
    [['parameters', 'lr', 'values', 0], '4:14'],
    [['parameters', 'lr', 'values', 1], '5:7'],
    [['parameters', 'alias', 'value'], '6:27'],
    [['empty'], '8:7'],
  ])('the value at %j', (path, expected) => {
    expect(place(path)).toBe(expected);
  });

  test('a key', () => {
    expect(place(['parameters', 'lr'], 'key')).toBe('3:3');
  });

  test('something missing is at the key of what it is missing from', () => {
    expect(place(['parameters', 'lr', 'min'])).toBe('3:3');
    expect(place(['nothing'])).toBe('1:1');
    expect(place(['name', 'deeper', 3])).toBe('1:1');
  });

  test('a scalar as it was written', () => {
    const source = readSource(TEXT, 'f');
    expect(source.writtenAt(['parameters', 'lr', 'values', 1])).toBe('1.0');
    expect(source.writtenAt(['parameters', 'alias', 'value'])).toBe('2');
    expect(source.writtenAt(['parameters', 'lr'])).toBeUndefined();
    expect(source.writtenAt(['nothing', 'there'])).toBeUndefined();
  });
});

describe('problems', () => {
  function problems(text: string): string[] {
    return readSource(text, 'f').problems.map(formatProblem);
  }

  test('JSON is YAML, tabs and all', () => {
    const value = { name: 'x', parameters: { lr: { values: [1e-3, 0.1] } } };
    const source = readSource(JSON.stringify(value, null, '\t'), 'f');
    expect(source).toMatchObject({ value, problems: [], readable: true });
  });

  test.each([
    ['a: [1, 2', 'f:1:9: The text is not valid YAML or JSON: '],
    ['a: 1\n\tb: 2', 'f:2:1: The text is not valid YAML or JSON: '],
    ['a: 1\n---\nb: 2', 'f:2:1: The text is not valid YAML or JSON: '],
    ['a: 1\nb: !lr 2', 'f:2:4: The text is not valid YAML or JSON: Unresolved tag: !lr.'],
    ['a: *b', 'f:1:1: The text is not valid YAML: Unresolved alias'],
  ])('%j', (text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test('every duplicate key, with the place of the first', () => {
    const text = 'a: 1\nb:\n  - { x: 1, "x": 2 }\na: 2\n';
    const source = readSource(text, 'f');
    expect(source.readable).toBe(true);
    expect(source.problems.map((problem) => [problem.path, formatProblem(problem)])).toEqual([
      ['a', 'f:4:1: a: given twice, first on line 1.'],
      ['b[0].x', 'f:3:13: x: given twice, first on line 3.'],
    ]);
  });

  test('aliases that multiply without end are refused', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]`);
    expect(problems(['l0: &l0 [1]', ...levels].join('\n'))).toEqual([expect.stringContaining('not valid YAML')]);
  });

  test('nesting without end is refused', () => {
    expect(problems('['.repeat(50_000))).toEqual([expect.stringContaining('not valid YAML')]);
  });
});
