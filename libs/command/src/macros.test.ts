import { expect, test } from 'vitest';
import { expandCommand, type MacroValues } from './macros.ts';
import { nested } from './parameters.ts';
import { checkCommand, parseSettings } from './settings.ts';

const VALUES: MacroValues = {
  parameters: {
    lr: 0.001,
    name: 'two words',
    nesterov: true,
    amsgrad: false,
    betas: [0.9, 0.999],
    limit: null,
    tiny: 1e-7,
  },
  seed: 3,
  program: 'train.py',
  checkpointFolder: '/scratch/checkpoints',
  parametersFile: '/scratch/params.json',
  environment: { HOME: '/home/a' },
};

test.each([
  [
    '${args}',
    [
      '--lr=0.001',
      '--name=two words',
      '--nesterov=true',
      '--amsgrad=false',
      '--betas=[0.9,0.999]',
      '--limit=null',
      '--tiny=1e-7',
    ],
  ],
  [
    '${args_no_boolean_flags}',
    ['--lr=0.001', '--name=two words', '--nesterov', '--betas=[0.9,0.999]', '--limit=null', '--tiny=1e-7'],
  ],
  [
    '${args_no_hyphens}',
    ['lr=0.001', 'name=two words', 'nesterov=true', 'amsgrad=false', 'betas=[0.9,0.999]', 'limit=null', 'tiny=1e-7'],
  ],
  ['${args_json}', [JSON.stringify(VALUES.parameters)]],
  ['--config=${args_json_file}', ['--config=/scratch/params.json']],
  ['${env}', ['/usr/bin/env']],
  ['${interpreter}', ['python3']],
  ['${program}', ['train.py']],
  ['${envvar:HOME}/data', ['/home/a/data']],
  ['--lr=${param:lr}-${param:name}', ['--lr=0.001-two words']],
  ['${seed}', ['3']],
  ['${checkpoint_dir}/x', ['/scratch/checkpoints/x']],
  ['$${args} $HOME `x` "y"', ['${args} $HOME `x` "y"']],
  ['', ['']],
])('%s stands for %j', (argument, expected) => {
  expect(expandCommand([argument], VALUES)).toEqual(expected);
});

test('W&B’s command is the default', () => {
  const { command } = parseSettings({ program: 'train.py' });
  expect(expandCommand(command, { ...VALUES, parameters: { lr: 1 } })).toEqual([
    '/usr/bin/env',
    'python3',
    'train.py',
    '--lr=1',
  ]);
});

test.each([
  [{}, [], 'a sweep of your own command needs command, such as [python3, train.py, "${args}"]'],
  [{ command: 'python3 train.py' }, ['command'], 'expected a list of program and arguments'],
  [{ command: [] }, ['command'], 'got []'],
  [{ command: [''] }, ['command', 0], 'the first argument is empty'],
  [{ command: ['a', 3] }, ['command', 1], 'expected text (in quotes), got 3'],
  [{ command: ['a', 'b\0'] }, ['command', 1], 'holds a NUL character'],
  [{ command: ['${args}'] }, ['command', 0], '${args} cannot be first'],
  [
    { command: ['a', '--x=${args}'] },
    ['command', 1],
    '${args} stands for several arguments, so it must be an argument of its own, not part of "--x=${args}"',
  ],
  [
    { command: ['a', '${arg}'] },
    ['command', 1],
    'unknown macro ${arg}, expected one of ${args} ${args_no_boolean_flags}',
  ],
  [{ command: ['a', '${envvar:}'] }, ['command', 1], 'unknown macro ${envvar:}'],
  [{ command: ['a', 'x${HOME'] }, ['command', 1], 'unknown macro ${HOME'],
  [{ command: ['a', '${program}'] }, ['command', 1], '${program} is used, but the sweep names no program'],
  [
    { command: ['a', '${param:moment}'] },
    ['command', 1],
    '${param:moment} names no parameter of the sweep; it has lr, momentum',
  ],
  [
    { command: ['a', '${param:momentum}'] },
    ['command', 1],
    '${param:momentum} names a parameter that not every trial has; use ${args} or ${args_json}',
  ],
  [{ program: '' }, ['program'], 'expected the name of a file, got ""'],
])('%j is told at %j', (settings, path, message) => {
  const problems = checkCommand(settings, { names: ['lr', 'momentum'], conditional: ['momentum'] });
  expect(problems).toEqual([{ path, message: expect.stringContaining(message) as string }]);
});

test('a command without problems, and several problems at once', () => {
  expect(checkCommand({ command: ['a', '${param:lr}', '${args}'] }, { names: ['lr'] })).toEqual([]);
  expect(checkCommand({ program: 'train.py' }, { names: [] })).toEqual([]);
  expect(checkCommand({ command: ['a', '${b}', '${c}'], program: 1 }, { names: [] })).toHaveLength(3);
});

test('parameters nest by their dots, whatever they are called', () => {
  const parameters = {
    'a.b.c': 1,
    'a.d': 2,
    e: 3,
    'e.f': 4,
    'g.': 5,
    '.h': 6,
    '__proto__.polluted': 7,
    'constructor.x': 8,
  };
  expect(JSON.parse(JSON.stringify(nested(parameters)))).toEqual(
    JSON.parse(
      '{"a":{"b":{"c":1},"d":2},"e":3,"e.f":4,"g.":5,".h":6,"__proto__":{"polluted":7},"constructor":{"x":8}}',
    ),
  );
  expect({}).not.toHaveProperty('polluted');
});
