import { parseSpec } from '@gridsweep/sweep';
import { expect, test } from 'vitest';
import { commandWorkload } from './workload.ts';

const { schema } = commandWorkload;

test('any parameters are accepted, as they are', () => {
  const parameters = {
    lr: 0.1,
    name: 'adam',
    'optimizer.betas': [0.9, 0.999],
    flag: true,
    none: null,
    '+model/net': 'a',
    größe: 1,
  };
  expect(schema.parse(parameters)).toEqual(parameters);
  expect(commandWorkload.plannedSteps(parameters)).toBeNull();
});

test.each([
  [{ lr: Infinity }, 'expected text, a finite number, true, false, null, or a list of numbers, got Infinity'],
  [{ lr: { a: 1 } }, 'got {"a":1}'],
  [{ lr: ['a'] }, 'got ["a"]'],
  [{ lr: 'a\0b' }, 'got "a\\u0000b"'],
  [{ 'a b': 1 }, '"a b" cannot be a parameter\'s name'],
  [{ 'a=b': 1 }, '"a=b" cannot be'],
  [{ '-x': 1 }, '"-x" cannot be'],
  [{ '': 1 }, '"" cannot be'],
  [{ ['x'.repeat(201)]: 1 }, 'at most 200'],
])('%j is refused', (parameters, message) => {
  const { error } = schema.safeParse(parameters);
  expect(error?.issues).toEqual([
    expect.objectContaining({ path: Object.keys(parameters), message: expect.stringContaining(message) as string }),
  ]);
});

test('what is wrong with macros is found with the spec, where it stands', () => {
  const text = `
name: own
command: [sh, train.sh, "\${arg}", "\${param:lrr}"]
metric: { name: loss, goal: minimize }
parameters: { lr: { values: [0.1, 0.5] } }`;
  const parsed = parseSpec(text, [commandWorkload]);
  expect(parsed.ok ? [] : parsed.problems.map(({ line, column }) => [line, column])).toEqual([
    [3, 25],
    [3, 35],
  ]);
});

test('macros know the parameters of listed cells, and which of them some lack', () => {
  const text = (argument: string) => `
name: own
command: [sh, "${argument}"]
metric: { name: loss, goal: minimize }
method: list
cells: [{ lr: 0.1, depth: 2 }, { lr: 0.5 }]`;
  const parsed = ['${param:lr}', '${param:depth}'].map((argument) => parseSpec(text(argument), [commandWorkload]));
  expect(parsed.map(({ ok }) => ok)).toEqual([true, false]);
  expect(parsed[1]).toMatchObject({
    problems: [{ path: 'command[1]', message: expect.stringContaining('depth') as string }],
  });
});

test('a command keeps no weights', () => {
  const text = 'name: own\ncommand: [sh]\nmetric: { name: loss, goal: minimize }\nkeep_weights: last';
  const parsed = parseSpec(text, [commandWorkload]);
  expect(parsed.ok ? [] : parsed.problems.map(({ line, message }) => [line, message])).toEqual([
    [4, expect.stringContaining("keep_weights: nothing is known of a command's files; leave it out")],
  ]);
});
