import { describe, expect, test } from 'vitest';

import { parseSpec } from './parse-spec.ts';
import { formatProblem } from './problem.ts';
import type { SweepSpec } from './spec.ts';
import { testWorkload } from './test-workload.ts';

function accepted(text: string): SweepSpec {
  const result = parseSpec(text, [testWorkload]);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.spec;
}

function problems(text: string): string[] {
  const result = parseSpec(text, [testWorkload], { file: 'sweep.yaml' });
  return result.ok ? [] : result.problems.map(formatProblem);
}

describe('a spec', () => {
  test('has defaults', () => {
    expect(accepted('name: x\nworkload: test')).toEqual({
      name: 'x',
      workload: 'test',
      method: 'grid',
      metric: { name: 'test/accuracy', goal: 'maximize' },
      parameters: {},
      seeds: [0],
      max_retries: 3,
      random_seed: 0,
    });
  });

  test('may say everything', () => {
    const spec = accepted(`
      $schema: sweep.schema.json
      name: Lernraten – Größe 2
      workload: test
      method: random
      metric: { name: test/loss }
      run_cap: 4
      seeds: [7, 3]
      max_retries: 0
      max_parallel: 2
      random_seed: 42
      parameters:
        optimizer: { distribution: categorical, values: [sgd, adam] }
        lr: { distribution: log_uniform_values, min: 1e-4, max: 0.1 }
        momentum: { distribution: constant, value: 0.5 }
        epochs: { min: 1, max: 5 }
        limit: { value: null }`);
    expect(spec).toEqual({
      name: 'Lernraten – Größe 2',
      workload: 'test',
      method: 'random',
      metric: { name: 'test/loss', goal: 'minimize' },
      run_cap: 4,
      seeds: [7, 3],
      max_retries: 0,
      max_parallel: 2,
      random_seed: 42,
      parameters: {
        optimizer: { values: ['sgd', 'adam'] },
        lr: { distribution: 'log_uniform_values', min: 1e-4, max: 0.1 },
        momentum: { values: [0.5] },
        epochs: { distribution: 'int_uniform', min: 1, max: 5 },
        limit: { values: [null] },
      },
    });
  });

  test('a count of seeds is that many from 0', () => {
    expect(accepted('name: x\nworkload: test\nseeds: 3').seeds).toEqual([0, 1, 2]);
  });

  test('two whole bounds draw whole numbers, others do not', () => {
    const random = 'name: x\nworkload: test\nmethod: random\nrun_cap: 2\nparameters: ';
    expect(accepted(`${random}{ lr: { min: 1, max: 3 } }`).parameters['lr']).toMatchObject({
      distribution: 'int_uniform',
    });
    expect(accepted(`${random}{ lr: { min: 1.0, max: 3 } }`).parameters['lr']).toMatchObject({
      distribution: 'uniform',
    });
  });
});

test('all problems at once, each at its place', () => {
  const text = `nam: x
workload: test
method: bayes
metric: { name: test/acc, goals: maximize }
parameters:
  optimiser: { value: sgd }
  optimizer:
    values: [sgd, adm,
      Momentum, sgd]
  lr: 0.1
  betas: { values: [[0.9, 1.9], [0.9], fast] }
  epochs: { value: 3, values: [1] }
  momentum: { values: [] }
  limit: { vales: [1] }
seeds: [1, 1, -1]
max_retries: many
`;
  expect(problems(text)).toEqual([
    'sweep.yaml:1:1: name: missing, expected text',
    'sweep.yaml:1:1: nam: unknown key, did you mean name?',
    'sweep.yaml:3:9: method: expected grid, random or list, got "bayes"',
    'sweep.yaml:4:17: metric.name: expected test/accuracy, test/loss, train/loss or validation/accuracy, got "test/acc"',
    'sweep.yaml:4:27: metric.goals: unknown key, did you mean goal?',
    'sweep.yaml:6:3: optimiser: unknown parameter, did you mean optimizer?',
    'sweep.yaml:8:19: optimizer: expected sgd, momentum or adam, got "adm"; did you mean adam?',
    'sweep.yaml:9:7: optimizer: expected sgd, momentum or adam, got "Momentum"; did you mean momentum?',
    'sweep.yaml:9:17: optimizer: "sgd" is listed twice',
    'sweep.yaml:10:7: lr: expected { value }, { values } or { min, max }, got 0.1; write { value: 0.1 }',
    'sweep.yaml:11:27: betas[1]: expected a number less than 1, got 1.9',
    'sweep.yaml:11:33: betas: expected at least 2 values, got [0.9]',
    'sweep.yaml:11:40: betas: expected a list, got "fast"',
    'sweep.yaml:12:3: epochs: expected only one of value and values',
    'sweep.yaml:13:23: momentum: expected at least 1 value, got []',
    'sweep.yaml:14:12: limit.vales: unknown key, did you mean values?',
    'sweep.yaml:15:12: seeds[1]: 1 is listed twice',
    'sweep.yaml:15:15: seeds[2]: expected at least 0, got -1',
    'sweep.yaml:16:14: max_retries: expected a number, got "many"',
  ]);
});

test('a problem has its path', () => {
  const result = parseSpec('name: x\nworkload: test\nparameters: { optimizer: { values: [sgd, adm] } }', [
    testWorkload,
  ]);
  expect(result).toMatchObject({
    problems: [{ file: 'spec', path: 'parameters.optimizer.values[1]', line: 3, column: 42 }],
  });
});

describe('one problem', () => {
  test.each([
    ['', '1:1: A spec has keys such as name, method and parameters, but this one is empty.'],
    ['- 1', '1:1: A spec has keys such as name, method and parameters, but this one is [1].'],
    ['name: 2024\nworkload: test', '1:7: name: expected text, got 2024'],
    ['name: " x"\nworkload: test', '1:7: name: expected one line of text without spaces around it'],
    ['name: x\nworkload: tets', '2:11: workload: unknown workload "tets", did you mean test?'],
    ['name: x\nworkload: test\nseeds: 0', '3:8: seeds: expected at least 1, got 0'],
    ['name: x\nworkload: test\nseeds: []', '3:8: seeds: expected at least 1 value, got []'],
    ['name: x\nworkload: test\nseeds: 1000000000', '3:8: seeds: expected at most 100000, got 1000000000'],
    ['name: x\nworkload: test\nseeds: all', '3:8: seeds: expected how many seeds (1 to 100000) or a list of them'],
    [
      'name: x\nworkload: test\nmethod: random',
      '3:9: method: random needs run_cap, the number of different cells to draw',
    ],
    ['name: x\nworkload: test\nname: y', '3:1: name: given twice, first on line 1.'],
    ['name: x\nworkload: test\nprograms: train.py', '3:1: programs: unknown key, did you mean program?'],
    ['name: x\nworkload: test\nsomething: 1', '3:1: something: unknown key, expected name, workload, method, '],
  ])('%j', (text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`sweep.yaml:${expected}`);
  });

  test.each([
    ['lr: {}', 'lr: expected one of value, values, or min and max'],
    ['lr: [1, 2]', 'lr: expected { value }, { values } or { min, max }, got [1,2]; write { values: [1,2] }'],
    ['lr: { value: .inf }', 'lr: expected a number, got Infinity'],
    ['lr: { value: }', 'lr: expected a number, got null'],
    ['lr: { values: 3 }', 'lr: expected a list, got 3'],
    ['lr: { values: [1, 1.0] }', 'lr: 1 is listed twice'],
    ['lr: { min: 1 }', 'lr: max is missing beside min'],
    ['lr: { max: 1 }', 'lr: min is missing beside max'],
    ['lr: { value: 1, q: 2 }', 'lr: q belongs to distribution q_uniform only'],
    ['lr: { value: 1, distribution: categorical }', 'lr: distribution categorical takes values, got value'],
    ['lr: { value: 1, distribution: log_uniform }', 'lr.distribution: expected uniform, log_uniform_values, '],
    [
      'lr: { min: 0.1, max: 1 }',
      'lr: a grid has no cells between min and max; list values, or set method: random and run_cap',
    ],
    ['shuffle: { value: no }', 'shuffle: expected true or false, got "no"'],
    ['nothing_like_it: { value: 1 }', 'nothing_like_it: unknown parameter, expected optimizer, lr, '],
    ['__proto__: { value: 1 }', '__proto__: unknown parameter, expected optimizer, lr, '],
    ['betas: { value: [0.9, 0.99] }', 'betas: only adam uses betas (the only cell)'],
  ])('of a parameter: %s', (parameter, expected) => {
    const found = problems(`name: x\nworkload: test\nparameters: { ${parameter} }`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`: ${expected}`);
  });

  test.each([
    ['lr: { min: 0.2, max: 0.1 }', 'lr.max: expected a max greater than min (0.2), got 0.1'],
    [
      'lr: { min: 0, max: 0.1, distribution: log_uniform_values }',
      'lr.min: log_uniform_values needs a min greater than 0',
    ],
    ['lr: { min: 0.5, max: 3, distribution: int_uniform }', 'lr.min: int_uniform needs whole numbers, got 0.5'],
    ['lr: { min: -1.5, max: 3 }', 'lr.min: expected a number greater than 0, got -1.5'],
    ['epochs: { min: 1.0, max: 9 }', 'epochs: uniform draws numbers that do not fit: expected a whole number, got '],
    ['optimizer: { values: [sgd, adam] }', 'run_cap: 9 different cells cannot be drawn, the parameters give only 2'],
  ])('of a random sweep: %s', (parameter, expected) => {
    const found = problems(`name: x\nworkload: test\nmethod: random\nrun_cap: 9\nparameters: { ${parameter} }`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`: ${expected}`);
  });
});

describe('cells', () => {
  test('a combination that the workload refuses is reported at its value, with the first cell that has it', () => {
    const text =
      'name: x\nworkload: test\nparameters:\n  optimizer: { values: [adam, sgd, momentum] }\n  betas: { values: [[0.9, 0.99], [0.8, 0.9]] }\n';
    expect(problems(text)).toEqual([
      'sweep.yaml:5:21: betas: only adam uses betas (cell 2: optimizer "sgd", betas [0.9,0.99])',
      'sweep.yaml:5:34: betas: only adam uses betas (cell 3: optimizer "sgd", betas [0.8,0.9])',
    ]);
  });

  test('I1: two cells that are the same configuration are a problem', () => {
    const text =
      'name: x\nworkload: test\nparameters:\n  optimizer: { values: [momentum, sgd] }\n  momentum: { values: [0.8, 0.9] }\n';
    expect(problems(text)).toEqual([
      'sweep.yaml:5:29: momentum: 0.9 changes nothing beside 0.8: two cells are the same configuration (cell 3: optimizer "sgd", momentum 0.9)',
    ]);
  });

  test('a random sweep draws another cell instead', () => {
    const text =
      'name: x\nworkload: test\nmethod: random\nrun_cap: 3\nparameters:\n  optimizer: { values: [momentum, sgd] }\n  momentum: { values: [0.8, 0.9] }\n';
    expect(problems(text)).toEqual([]);
  });

  test('ten million cells are refused at once, and run_cap lets the first ones through', () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => index + 1).join(', ');
    const lr = Array.from({ length: 5000 }, (_, index) => index + 1).join(', ');
    const text = `name: x\nworkload: test\nparameters: { optimizer: { values: [sgd, adam] }, epochs: { values: [${thousand}] }, lr: { values: [${lr}] } }\n`;
    expect(problems(text)).toEqual([
      'sweep.yaml:3:1: parameters: 10,000,000 cells × 1 seed make 10,000,000 trials, but a sweep has at most 100,000 trials; ' +
        'list fewer values or seeds, or set run_cap',
    ]);
    expect(problems(`${text}run_cap: 100\n`)).toEqual([]);
  });

  test('a flood of problems is cut, and says so', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `o${index}`).join(', ');
    const found = problems(`name: x\nworkload: test\nparameters: { optimizer: { values: [${names}] } }`);
    expect(found).toHaveLength(50);
    expect(found.at(-1)).toMatch(/\(and 950 more problems\)$/);
  });
});

test("a metric of one's own may say its unit; of a declared one the workload says it", () => {
  const own = { ...testWorkload, name: 'own', parameterNames: 'any', metrics: [] } as const;
  const text = 'name: x\nmetric: { name: top5, goal: maximize, unit: fraction }';
  const parsed = parseSpec(text, [own]);
  expect(parsed.ok && parsed.spec.metric).toEqual({ name: 'top5', goal: 'maximize', unit: 'fraction' });
  expect(problems('name: x\nmetric: { unit: per cent }')).toEqual([
    'sweep.yaml:2:17: metric.unit: expected none, as "test/accuracy" is in fraction, got "per cent"',
  ]);
});
