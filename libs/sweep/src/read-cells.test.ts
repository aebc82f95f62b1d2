import { describe, expect, test } from 'vitest';

import { describeSpecDifference } from './difference.ts';
import { GridsweepError } from './error.ts';
import { expand } from './expand.ts';
import { extend } from './extend.ts';
import { cellId, sweepId } from './identity.ts';
import { parseSpec } from './parse-spec.ts';
import { formatProblem } from './problem.ts';
import { trialCount } from './size.ts';
import { axes, namedParameters, type SweepSpec } from './spec.ts';
import { testCommand, testWorkload } from './test-workload.ts';

const LIST = `name: x
workload: test
method: list
confirms: me7rar8k1811
parameters: { epochs: { value: 5 } }
cells:
  - { optimizer: momentum, lr: 0.1, momentum: 0.8 }
  - { optimizer: adam, lr: 0.1 }
  - { optimizer: sgd, lr: 0.2 }
seeds: [10, 11]
`;

function parse(text: string): SweepSpec {
  const result = parseSpec(text, [testWorkload]);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.spec;
}

function problems(text: string): string[] {
  const result = parseSpec(text, [testWorkload], { file: 'a' });
  return result.ok ? [] : result.problems.map(formatProblem);
}

describe('a list of cells', () => {
  const spec = parse(LIST);

  test('is run as it is written, with what all cells share', () => {
    const trials = expand(spec, testWorkload, sweepId(spec));
    expect(trialCount(spec)).toBe(6);
    expect(trials.map(({ index, seed }) => [index, seed])).toEqual([
      [0, 10],
      [1, 11],
      [2, 10],
      [3, 11],
      [4, 10],
      [5, 11],
    ]);
    expect(trials[0]!.parameters).toMatchObject({ optimizer: 'momentum', lr: 0.1, momentum: 0.8, epochs: 5 });
    expect(trials[2]!.parameters).toMatchObject({ optimizer: 'adam', lr: 0.1, epochs: 5, shuffle: true });
  });

  test('has cells with the ids that a grid gives them', () => {
    const grid = parse(
      'name: y\nworkload: test\nparameters: { optimizer: { value: adam }, lr: { values: [0.1, 0.2] }, epochs: { value: 5 } }',
    );
    const ids = (of: SweepSpec) => expand(of, testWorkload, 'one').map((trial) => trial.cellId);
    expect(ids(spec)[2]).toBe(ids(grid)[0]);
    expect(ids(spec)[2]).toBe(cellId(expand(grid, testWorkload, 'one')[0]!.parameters));
  });

  test('varies what not all its cells have alike', () => {
    expect(axes(spec)).toEqual(['optimizer', 'lr', 'momentum']);
    const alike = parse('name: x\nworkload: test\nmethod: list\ncells: [{ lr: 1, limit: 5 }, { limit: 5, lr: 2 }]');
    expect(axes(alike)).toEqual(['lr']);
    expect(namedParameters(spec)).toEqual({
      names: ['epochs', 'optimizer', 'lr', 'momentum'],
      conditional: ['momentum'],
    });
  });

  test('read again is the same sweep, however its keys are ordered', () => {
    expect(sweepId(parse(JSON.stringify(spec)))).toBe(sweepId(spec));
    expect(sweepId(parse(LIST.replace('{ optimizer: adam, lr: 0.1 }', '{ lr: 0.1, optimizer: adam }')))).toBe(
      sweepId(spec),
    );
    expect(sweepId(spec)).toMatchInlineSnapshot(`"gdgr22s56um4"`);
  });

  test('of other cells or for another sweep is another sweep, and says how it differs', () => {
    const other = parse(LIST.replace('lr: 0.2', 'lr: 0.3').replace('me7rar8k1811', '5iv9f916uinh'));
    expect(sweepId(other)).not.toBe(sweepId(spec));
    expect(sweepId({ ...spec, confirms: undefined })).not.toBe(sweepId(spec));
    expect(describeSpecDifference(spec, other)).toEqual([
      'cells: {"optimizer":"sgd","lr":0.3} added; {"optimizer":"sgd","lr":0.2} removed',
      'confirms: me7rar8k1811 → 5iv9f916uinh',
    ]);
    expect(describeSpecDifference(spec, spec)).toEqual([]);
  });

  test('can be extended', () => {
    const more = parse(LIST.replace('[10, 11]', '[10, 11, 12]'));
    const [before, after] = [spec, more].map((one) => expand(one, testWorkload, 'one'));
    const { added, lacking } = extend(before!, after!);
    expect(lacking).toEqual([]);
    expect(added.map(({ index, seed }) => [index, seed])).toEqual([
      [6, 12],
      [7, 12],
      [8, 12],
    ]);
  });

  test('of a command may have any parameters, and macros know them', () => {
    const text =
      'name: x\ncommand: [a]\nmetric: { name: m, goal: minimize }\nmethod: list\ncells: [{ a/b: [1, 2] }, {}]';
    const result = parseSpec(text, [testCommand]);
    expect(result.ok && result.cells.map(({ parameters }) => parameters)).toEqual([{ 'a/b': [1, 2] }, {}]);
  });
});

test.each([
  ['cells: []', 'a:4:8: cells: expected at least 1 value, got []'],
  ['cells: 3', 'a:4:8: cells: expected a list, got 3'],
  ['cells: [{ lr: 0.1 }, 3]', 'a:4:22: cells[1]: expected keys with values, got 3'],
  ['cells: [{ lr: -1 }]', 'a:4:15: cells[0].lr: expected a number greater than 0, got -1'],
  [
    'cells: [{ optimizer: adm }]',
    'a:4:22: cells[0].optimizer: expected sgd, momentum or adam, got "adm"; did you mean adam?',
  ],
  ['cells: [{ optimiser: adam }]', 'a:4:11: cells[0].optimiser: unknown parameter, did you mean optimizer?'],
  [
    'parameters: { lr: { value: 1 } }\ncells: [{ lr: 2 }]',
    'a:5:11: cells[0].lr: parameters give all cells a value of "lr" already',
  ],
  [
    'cells: [{ lr: 1 }, { lr: 2 }, { lr: 1, optimizer: sgd }]',
    'a:4:31: cells[2]: the same configuration as cell 0; leave one of them out (cell 2: lr 1, optimizer "sgd")',
  ],
  [
    'cells: [{ betas: [0.9, 0.9] }, { lr: 1 }]',
    'a:4:18: cells[0].betas: only adam uses betas (cell 0: betas [0.9,0.9])',
  ],
  [
    'parameters: { lr: { values: [1, 2] } }\ncells: [{ epochs: 2 }]',
    'a:4:15: lr: a list takes one value of a parameter for all its cells; what varies stands in cells',
  ],
  [
    'parameters: { lr: { min: 1, max: 2 } }\ncells: [{ epochs: 2 }]',
    'a:4:15: lr: a list takes one value of a parameter for all its cells; what varies stands in cells',
  ],
  [
    'parameters: { lr: { value: 1, when: { epochs: 1 } }, epochs: { value: 1 } }\ncells: [{ limit: 2 }]',
    'a:4:15: lr: a list has no conditions; each of its cells says what it has',
  ],
  ['run_cap: 1\ncells: [{ lr: 1 }]', 'a:4:1: run_cap: belongs to the methods grid and random'],
  ['seeds: 1', 'a:3:9: method: list needs cells, a list of combinations'],
  [
    'confirms: optimizers\ncells: [{}]',
    'a:4:11: confirms: expected the 12 characters of the id of a sweep, got "optimizers"',
  ],
  ['cells: [{ lr: 1 }, { lr: 2 }]\nseeds: 100000', 'a:4:1: cells: 2 cells × 100,000 seeds make 200,000 trials'],
])('%j is refused where it is wrong', (text, expected) => {
  const told = problems(`name: x\nworkload: test\nmethod: list\n${text}`);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(expected);
});

test('cells belong to a list alone', () => {
  expect(problems('name: x\nworkload: test\ncells: [{ lr: 1 }]')).toEqual([
    'a:3:1: cells: belong to method list, but the method is "grid"',
  ]);
});

test.each([
  [{ cells: undefined }, 'method list and cells go together'],
  [{ method: 'grid' as const }, 'method list and cells go together'],
  [{ parameters: { epochs: { values: [1, 2] } } }, 'method list takes parameters of one value'],
])('what was not parsed is checked when it is expanded: %j', (change, message) => {
  const spec = { ...parse(LIST), ...change };
  expect(() => expand(spec, testWorkload, 'one')).toThrow(GridsweepError);
  expect(() => expand(spec, testWorkload, 'one')).toThrow(message);
});
