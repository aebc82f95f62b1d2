import { describe, expect, test } from 'vitest';

import { sweepId } from './identity.ts';
import { parseSpec } from './parse-spec.ts';
import { formatProblem } from './problem.ts';
import { settingsOf, type SweepSpec } from './spec.ts';
import { testCommand, testWorkload } from './test-workload.ts';
import type { Workload } from './workload.ts';

const WORKLOADS = [testWorkload, testCommand];

function accepted(text: string, workloads = WORKLOADS): SweepSpec {
  const result = parseSpec(text, workloads);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.spec;
}

function problems(text: string, workloads = WORKLOADS): string[] {
  const result = parseSpec(text, workloads);
  return result.ok ? [] : result.problems.map(formatProblem);
}

const COMMAND = 'name: x\ncommand: [python3, train.py]\nmetric: { name: loss, goal: minimize }\n';

describe('the workload', () => {
  test('is the first of those there are, where none is named', () => {
    expect(accepted('name: x').workload).toBe('test');
    expect(
      accepted('name: x\nmetric: { name: a, goal: minimize }\nprogram: b', [...WORKLOADS].reverse()).workload,
    ).toBe('command');
  });

  test('is command where the spec has a command or a program; its code is here unless it says otherwise', () => {
    expect(accepted(COMMAND)).toMatchObject({ workload: 'command', command: ['python3', 'train.py'], code: '.' });
    expect(accepted(`${COMMAND}workload: command\ncode: none`).code).toBe('none');
    expect(accepted('name: x\nprogram: train.py\nmetric: { name: a, goal: minimize }').code).toBe('.');
  });

  test('may say everything of a command', () => {
    const code = { sha256: 'ab'.repeat(32), sizeBytes: 2048, git: { commit: 'c0ffee', dirty: false } };
    const text = JSON.stringify({
      name: 'x',
      command: ['${env}', '${interpreter}', '${program}', '${args}'],
      program: 'train.py',
      code,
      require: { zone: 'a', gpu: 'H100 80GB' },
      metric: { name: 'val loss (ø)', goal: 'minimize' },
    });
    expect(accepted(text)).toMatchObject({ ...(JSON.parse(text) as object), workload: 'command', parameters: {} });
  });

  test.each([
    [
      `${COMMAND}workload: test`,
      '2:1: command: belongs to the workload command, but the workload is test; leave out one of them',
    ],
    [
      'name: x\nworkload: command\nmetric: { name: a, goal: minimize }',
      '2:11: workload: command needs the key command, what to run, or program',
    ],
    ['name: x\ncode: .', '2:1: code: code belongs to a command, but there is neither command nor program'],
    [
      COMMAND.replace('[python3, train.py]', 'python3 train.py'),
      '2:10: command: expected a list of the program and its arguments, such as [python3, train.py, "${args}"], got "python3 train.py"',
    ],
    [COMMAND.replace('[python3, train.py]', '[]'), '2:10: command: expected at least 1 value, got []'],
    [COMMAND.replace('train.py', '""'), '2:20: command[1]: expected at least 1 character, got ""'],
    [COMMAND.replace('train.py', '3'), '2:20: command[1]: expected text, got 3'],
    [COMMAND.replace('train.py', '"a\\0b"'), '2:20: command[1]: expected text without NUL characters'],
    [
      `${COMMAND}code: { sha256: AB, sizeBytes: 1 }`,
      '4:17: code.sha256: expected 64 hexadecimal digits, lower case, got "AB"',
    ],
    [`${COMMAND}code: 3`, '4:7: code: expected text or keys with values, got 3'],
    [`${COMMAND}require: { zone: 1 }`, '4:18: require.zone: expected text, got 1'],
    [`${COMMAND}require: { zone: "a\\nb" }`, '4:18: require.zone: expected 1 to 200 printable characters, got "a\\nb"'],
    [COMMAND.replace('train.py', '"${param:lr}"'), '2:20: command[1]: there is no parameter lr'],
  ])('one problem: %j', (text, expected) => {
    expect(problems(text)).toEqual([`spec:${expected}`]);
  });

  test('that is not there is a problem', () => {
    expect(problems(COMMAND, [testWorkload])).toEqual([
      'spec:2:1: command: needs the workload command, which is not known here; there is test',
    ]);
    expect(problems('name: x', [])).toEqual(['spec:1:1: workload: missing, and no workload is known here']);
  });
});

describe('the metric', () => {
  const free: Workload = { ...testCommand, name: 'free', metrics: testWorkload.metrics };

  test("is the workload's first, its goal as declared", () => {
    expect(accepted('name: x').metric).toEqual({ name: 'test/accuracy', goal: 'maximize' });
    expect(accepted('name: x\nmetric: { name: train/loss }').metric).toEqual({ name: 'train/loss', goal: 'minimize' });
    expect(accepted('name: x\nmetric: { goal: minimize }').metric).toEqual({ name: 'test/accuracy', goal: 'minimize' });
  });

  test('is anything, with a goal, where a sweep makes up its own', () => {
    expect(accepted('name: x\nmetric: { name: "größe: 1", goal: maximize }', [free]).metric.name).toBe('größe: 1');
    expect(accepted('name: x', [free]).metric.name).toBe('test/accuracy');
  });

  test.each([
    [
      'name: x\nmetric: { name: test/acc }',
      [testWorkload],
      '2:17: metric.name: expected test/accuracy, test/loss, train/loss or validation/accuracy, got "test/acc"',
    ],
    [
      'name: x\nmetric: { name: test/acurracy }',
      [testWorkload],
      '2:17: metric.name: expected test/accuracy, test/loss, train/loss or validation/accuracy, got "test/acurracy"; did you mean test/accuracy?',
    ],
    ['name: x\nmetric: { name: "" }', [free], '2:17: metric.name: expected 1 to 200 printable characters, got ""'],
    [
      'name: x\nmetric: { name: test/acc }',
      [free],
      '2:1: metric.goal: missing, expected maximize or minimize: the workload free does not know "test/acc"',
    ],
    [
      'name: x\ncommand: [a]',
      WORKLOADS,
      '1:1: metric: missing, expected { name, goal }: the workload command declares no metrics',
    ],
    [
      'name: x\ncommand: [a]\nmetric: { goal: minimize }',
      WORKLOADS,
      '3:1: metric.name: missing, expected text: the workload command declares no metrics',
    ],
    ['name: x\ncommand: [a]\nmetric: loss', WORKLOADS, '3:9: metric: expected keys with values, got "loss"'],
  ])('one problem: %j', (text, workloads, expected) => {
    expect(problems(text, workloads)).toEqual([`spec:${expected}`]);
  });

  test('may be chosen by another one, which is told only where it is not the one that the workload declares', () => {
    const { choose_by } = accepted(COMMAND.replace('minimize }', 'minimize, choose_by: "validation loss" }')).metric;
    expect(choose_by).toBe('validation loss');
    expect(accepted('name: x\nmetric: { choose_by: validation/accuracy }')).toEqual(accepted('name: x'));
    expect(accepted('name: x\nmetric: { name: train/loss, choose_by: test/loss }').metric).toEqual({
      name: 'train/loss',
      goal: 'minimize',
      choose_by: 'test/loss',
    });
  });

  test.each([
    [
      'test/accuracy',
      'expected another metric than "test/accuracy", which is what is claimed; leave it out to choose by that',
    ],
    ['validation/acc', 'expected test/loss, train/loss or validation/accuracy, got "validation/acc"'],
    ['test/loss', 'expected a metric to maximize, as "test/accuracy" is, such as validation/accuracy, got "test/loss"'],
    ['3', 'expected text, got 3'],
  ])('cannot be chosen by %s', (chooseBy, expected) => {
    expect(problems(`name: x\nmetric: { choose_by: ${chooseBy} }`)).toEqual([
      `spec:2:22: metric.choose_by: ${expected}`,
    ]);
  });
});

test('weights are kept where the spec says so; none is the same as not to say it', () => {
  expect(accepted('name: x\nkeep_weights: best').keep_weights).toBe('best');
  expect(accepted('name: x\nkeep_weights: last').keep_weights).toBe('last');
  expect(accepted('name: x\nkeep_weights: none')).toEqual(accepted('name: x'));
  expect(sweepId(accepted('name: x\nkeep_weights: none'))).toBe(sweepId(accepted('name: x')));
  expect(sweepId(accepted('name: x\nkeep_weights: best'))).not.toBe(sweepId(accepted('name: x\nkeep_weights: last')));
  expect(problems('name: x\nkeep_weights: bets')).toEqual([
    'spec:2:15: keep_weights: expected best, last or none, got "bets"; did you mean best?',
  ]);
});

test('a trial is told which weights to keep, and by which metric the best', () => {
  expect(settingsOf(accepted('name: x'))).toEqual({});
  expect(settingsOf(accepted('name: x\nkeep_weights: last'))).toEqual({ keep_weights: 'last' });
  expect(settingsOf(accepted('name: x\nkeep_weights: best\nmetric: { name: test/loss }'))).toEqual({
    keep_weights: 'best',
    metric: { name: 'test/loss', goal: 'minimize' },
  });
});
