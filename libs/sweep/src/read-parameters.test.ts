import { describe, expect, test } from 'vitest';

import { parseSpec } from './parse-spec.ts';
import { formatProblem } from './problem.ts';
import type { SweepSpec } from './spec.ts';
import { testCommand, testWorkload } from './test-workload.ts';

const COMMAND = 'name: x\ncommand: [a]\nmetric: { name: m, goal: minimize }\nparameters:\n';
const CLOSED = 'name: x\nparameters:\n';

function parse(text: string) {
  return parseSpec(text, [testWorkload, testCommand]);
}

function accepted(text: string): SweepSpec {
  const result = parse(text);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.spec;
}

function problems(text: string): string[] {
  const result = parse(text);
  return result.ok ? [] : result.problems.map((problem) => formatProblem(problem).replace('spec:', ''));
}

describe('parameters that a sweep makes up', () => {
  test('have any names and values', () => {
    const text = `${COMMAND}  my-rate: { values: [0.1, fast, true, null, [1, 2]] }\n  größe.x: { value: "" }\n`;
    expect(accepted(text).parameters).toEqual({
      'my-rate': { values: [0.1, 'fast', true, null, [1, 2]] },
      'größe.x': { values: [''] },
    });
  });

  test.each([
    ['a=b: { value: 1 }', '5:3: a=b: expected a name of 1 to 200 printable characters without spaces and "="'],
    ['a b: { value: 1 }', '5:3: a b: expected a name of 1 to 200 '],
    ['"": { value: 1 }', '5:3: "": expected a name of 1 to 200 '],
    ['"a\\eb": { value: 1 }', '5:3: "a\\u001bb": expected a name of 1 to 200 '],
    ['__proto__: { value: 1 }', '5:3: __proto__: expected a name of 1 to 200 '],
    [`? ${'x'.repeat(201)}\n  : { value: 1 }`, '...: expected a name of 1 to 200 '],
    ['lr: { value: .nan }', '5:16: lr: expected text, a number, true, false, null or a list of numbers, got NaN'],
    [
      'lr: { value: { a: 1 } }',
      '5:16: lr: expected text, a number, true, false, null or a list of numbers, got {"a":1}',
    ],
    ['lr: { values: [[a]] }', '5:18: lr: expected text, a number, true, false, null or a list of numbers, got ["a"]'],
  ])('one problem: %s', (parameter, expected) => {
    const found = problems(`${COMMAND}  ${parameter}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test('are at most 1,000', () => {
    const lines = Array.from({ length: 1001 }, (_, at) => `  p${at}: { value: 1 }\n`);
    expect(problems(COMMAND + lines.join(''))).toEqual(['4:1: parameters: expected at most 1000 parameters, got 1001']);
    expect(Object.keys(accepted(COMMAND + lines.slice(1).join('')).parameters)).toHaveLength(1000);
  });
});

describe('groups', () => {
  test('give their names to what is in them, as W&B writes it', () => {
    const text = `${COMMAND}  optimizer:
    parameters:
      name: { values: [adam, sgd] }
      schedule: { parameters: { warmup: { value: 3 } } }
  depth: { value: 2 }
`;
    expect(accepted(text).parameters).toEqual({
      'optimizer.name': { values: ['adam', 'sgd'] },
      'optimizer.schedule.warmup': { values: [3] },
      depth: { values: [2] },
    });
  });

  test('a condition on a group is one on all that is in it', () => {
    const text = `${COMMAND}  optimizer: { values: [adam, sgd] }
  rich: { values: [true, false] }
  adam:
    when: { optimizer: adam }
    parameters:
      eps: { values: [1, 2] }
      amsgrad: { value: 1, when: { rich: true } }
`;
    const result = parse(text);
    expect(result.ok && result.spec.parameters).toEqual({
      optimizer: { values: ['adam', 'sgd'] },
      rich: { values: [true, false] },
      'adam.eps': { values: [1, 2], when: { optimizer: ['adam'] } },
      'adam.amsgrad': { values: [1], when: { optimizer: ['adam'], rich: [true] } },
    });
    expect(result.ok && result.cells.map(({ parameters }) => Object.values(parameters).join(' '))).toEqual([
      'adam true 1 1',
      'adam true 2 1',
      'adam false 1',
      'adam false 2',
      'sgd true',
      'sgd false',
    ]);
  });

  test.each([
    [`${COMMAND}  o: { parameters: {} }\n`, '5:20: o.parameters: expected hyperparameters by name, got {}'],
    [`${COMMAND}  o: { parameters: [1] }\n`, '5:20: o.parameters: expected hyperparameters by name, got [1]'],
    [
      `${COMMAND}  o: { parameters: { lr: 0.1 } }\n`,
      '5:26: o.lr: expected { value }, { values } or { min, max }, got 0.1; write { value: 0.1 }',
    ],
    [
      `${COMMAND}  o: { parameters: { lr: { value: 1 } }, value: 3 }\n`,
      '5:42: o: unknown key value of a group, expected parameters or when',
    ],
    [`${COMMAND}  o: { parameters: { lr: { values: [1, 1] } } }\n`, '5:40: o.lr: 1 is listed twice'],
    [
      `${COMMAND}  o: { parameters: { lr: { min: 1, max: 2 } } }\n`,
      '5:22: o.lr: a grid has no cells between min and max; list values, or set method: random and run_cap',
    ],
    [
      `${COMMAND}  o: { parameters: { lr: { value: 1 } } }\n  o.lr: { value: 2 }\n`,
      '6:3: o.lr: given twice, once inside a group',
    ],
    [
      `${CLOSED}  optimizer: { parameters: { lr: { value: 1 } } }\n`,
      '3:30: optimizer.lr: unknown parameter, did you mean optimizer?',
    ],
  ])('one problem: %j', (text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test('nested without end are a problem', () => {
    const depth = 300;
    const text = `${COMMAND}  a: ${'{ parameters: { a: '.repeat(depth)}1${' } }'.repeat(depth)}\n`;
    expect(problems(text)).toEqual([expect.stringContaining('expected a name of 1 to 200 printable characters')]);
  });
});

describe('conditions', () => {
  const OPTIMIZER = `${CLOSED}  optimizer: { values: [sgd, momentum, adam] }\n`;

  test('name one value or several, in the order of the parameter that has them', () => {
    const text = `${OPTIMIZER}  momentum: { values: [0.8, 0.9], when: { optimizer: momentum } }
  betas: { values: [[0.9, 0.99], [0.8, 0.9]], when: { optimizer: [adam] } }
  limit: { values: [1, 2], when: { optimizer: [adam, sgd] } }
`;
    expect(accepted(text).parameters).toEqual({
      optimizer: { values: ['sgd', 'momentum', 'adam'] },
      momentum: { values: [0.8, 0.9], when: { optimizer: ['momentum'] } },
      betas: {
        values: [
          [0.9, 0.99],
          [0.8, 0.9],
        ],
        when: { optimizer: ['adam'] },
      },
      limit: { values: [1, 2], when: { optimizer: ['sgd', 'adam'] } },
    });
  });

  test('one list can be the one value of a parameter whose values are lists', () => {
    const text = `${COMMAND}  b: { values: [[1, 2], [3, 4], 1, 2] }\n  c: { value: 0, when: { b: [3, 4] } }\n  d: { value: 0, when: { b: [1, 2] } }\n`;
    expect(accepted(text).parameters).toMatchObject({ c: { when: { b: [[3, 4]] } }, d: { when: { b: [1, 2] } } });
  });

  test.each([
    [
      'lr: { value: 1, when: { optimiser: sgd } }',
      '4:27: lr.when.optimiser: unknown parameter of this sweep, did you mean optimizer?',
    ],
    [
      'lr: { value: 1, when: { epochs: 3 } }',
      '4:27: lr.when.epochs: unknown parameter of this sweep, expected optimizer or lr',
    ],
    ['lr: { value: 1, when: { lr: 1 } }', '4:27: lr.when.lr: a parameter cannot depend on itself'],
    [
      'lr: { value: 1, when: { optimizer: adm } }',
      '4:38: lr.when.optimizer: optimizer is never "adm", expected sgd, momentum or adam; did you mean adam?',
    ],
    [
      'lr: { value: 1, when: { optimizer: [sgd, lion] } }',
      '4:44: lr.when.optimizer[1]: optimizer is never "lion", expected sgd, momentum or adam',
    ],
    ['lr: { value: 1, when: { optimizer: [sgd, sgd] } }', '4:44: lr.when.optimizer[1]: "sgd" is listed twice'],
    ['lr: { value: 1, when: { optimizer: [] } }', '4:38: lr.when.optimizer: expected at least 1 value, got []'],
    ['lr: { value: 1, when: {} }', '4:25: lr.when: expected { parameter: value } or { parameter: [values] }, got {}'],
    [
      'lr: { value: 1, when: adam }',
      '4:25: lr.when: expected { parameter: value } or { parameter: [values] }, got "adam"',
    ],
    ['lr: { value: 1, wen: { optimizer: sgd } }', '4:19: lr.wen: unknown key, did you mean when?'],
    ['lr: { when: { optimizer: sgd } }', '4:3: lr: expected one of value, values, or min and max'],
  ])('one problem: %s', (parameter, expected) => {
    expect(problems(`${OPTIMIZER}  ${parameter}\n`)).toEqual([expected]);
  });

  test('in a circle are a problem, at the first of them', () => {
    const text = `${COMMAND}  a: { values: [1], when: { b: 1 } }\n  b: { values: [1], when: { c: 1 } }\n  c: { values: [1], when: { a: 1 } }\n  d: { values: [1], when: { a: 1 } }\n`;
    expect(problems(text)).toEqual([
      '5:27: a.when: conditions in a circle never hold: a needs b, b needs c, c needs a',
    ]);
  });

  test('that contradict each other are a problem', () => {
    const text = `${OPTIMIZER}  momentum: { values: [0.8, 0.9], when: { optimizer: momentum } }\n  limit: { value: 1, when: { momentum: 0.9, optimizer: [sgd, adam] } }\n`;
    expect(problems(text)).toEqual([
      '5:28: limit.when: never holds, what it asks of optimizer contradicts another condition',
    ]);
  });

  test('on a group and on what is in it cannot be of one parameter', () => {
    const text = `${COMMAND}  o: { values: [1, 2] }\n  g: { when: { o: 1 }, parameters: { x: { value: 1, when: { o: [1] } } } }\n`;
    expect(problems(text)).toEqual(['6:61: g.x.when.o: a group around it has a condition on the same parameter']);
  });

  test('name parameters of groups in full', () => {
    const text = `${COMMAND}  o: { parameters: { name: { values: [a, b] }, eps: { value: 1, when: { name: a } } } }\n`;
    expect(problems(text)).toEqual(['5:73: o.eps.when.name: unknown parameter of this sweep, did you mean o.name?']);
    expect(problems(text.replace('{ name: a }', '{ o.name: a }'))).toEqual([]);
  });

  test('on numbers drawn from a range are a problem', () => {
    const random = `${COMMAND.replace('parameters:', 'method: random\nrun_cap: 2\nparameters:')}  a: { min: 1, max: 5 }\n  b: { value: 1, when: { a: 2 } }\n`;
    expect(problems(random)).toEqual(['8:26: b.when.a: a is drawn from a range, a condition needs listed values']);
  });

  test('a cell that the workload refuses and two that are alike are told by what is in them', () => {
    const text = `${OPTIMIZER}  shuffle: { values: [true, false] }\n  betas: { value: [0.9, 0.99], when: { shuffle: false, optimizer: [sgd, adam] } }\n`;
    expect(problems(text)).toEqual([
      '5:19: betas: only adam uses betas (cell 1: optimizer "sgd", shuffle false, betas [0.9,0.99])',
    ]);
    const alike = `${OPTIMIZER}  limit: { values: [1, 2] }\n  momentum: { value: 0.9, when: { optimizer: momentum, limit: 2 } }\n  lr: { value: 0.01, when: { limit: 1 } }\n`;
    expect(problems(alike)).toEqual([]);
    const same = `${CLOSED}  epochs: { values: [1, 2] }\n  shuffle: { values: [true, false] }\n  lr: { values: [0.01, 0.02], when: { shuffle: true } }\n  momentum: { values: [0.1, 0.2], when: { shuffle: false } }\n`;
    expect(problems(same)).toEqual([
      '6:29: momentum: 0.2 changes nothing beside 0.1: two cells are the same configuration (cell 3: epochs 1, shuffle false, momentum 0.2)',
    ]);
  });
});
