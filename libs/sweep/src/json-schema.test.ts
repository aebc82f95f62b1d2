import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { specJsonSchema } from './json-schema.ts';
import { parseSpec } from './parse-spec.ts';
import { testCommand, testWorkload } from './test-workload.ts';
import type { Workload } from './workload.ts';

const schema = z.fromJSONSchema(specJsonSchema([testWorkload]));

function accepts(parameters: unknown, more: object = {}): boolean {
  return schema.safeParse({ name: 'x', workload: 'test', parameters, ...more }).success;
}

test('an editor accepts what parseSpec accepts', () => {
  expect(accepts({})).toBe(true);
  expect(accepts({ optimizer: { values: ['sgd', 'adam'] }, lr: { value: 0.1 }, limit: { value: null } })).toBe(true);
  expect(
    accepts({ lr: { min: 0.1, max: 1, distribution: 'log_uniform_values' } }, { method: 'random', run_cap: 3 }),
  ).toBe(true);
  expect(accepts({}, { seeds: [1, 2], metric: { name: 'test/loss' }, $schema: 'sweep.schema.json' })).toBe(true);
});

test('an editor knows the metrics that may choose, and which weights may be kept', () => {
  expect(accepts({}, { metric: { choose_by: 'validation/accuracy' }, keep_weights: 'best' })).toBe(true);
  expect(accepts({}, { metric: { choose_by: 'validation' } })).toBe(false);
  expect(accepts({}, { keep_weights: 'all' })).toBe(false);
});

test.each([
  ['an unknown parameter', { optimiser: { value: 'sgd' } }],
  ['an unknown optimizer', { optimizer: { values: ['sgd', 'adm'] } }],
  ['a value out of range', { lr: { value: 0 } }],
  ['a bare value', { lr: 0.1 }],
  ['no values', { lr: { values: [] } }],
  ['a range of what is no number', { optimizer: { min: 0, max: 1 } }],
  ['value and values', { lr: { value: 1, values: [2] } }],
])('an editor marks %s', (_, parameters) => {
  expect(accepts(parameters)).toBe(false);
});

test('an editor marks unknown keys and workloads', () => {
  expect(accepts({}, { program: 'train.py' })).toBe(false);
  expect(accepts({}, { workload: 'tets' })).toBe(false);
});

test('an editor knows what cells of a list may have', () => {
  const listed = (cells: unknown) => accepts({ epochs: { value: 3 } }, { method: 'list', cells });
  expect(listed([{ optimizer: 'adam', lr: 0.1 }, {}])).toBe(true);
  expect(listed([{ optimizer: 'adm' }])).toBe(false);
  expect(listed([{ optimiser: 'adam' }])).toBe(false);
  expect(listed([{ lr: { value: 0.1 } }])).toBe(false);
  expect(listed([])).toBe(false);
  const own = z.fromJSONSchema(specJsonSchema([testCommand]));
  const command = { name: 'x', command: ['a'], metric: { name: 'm', goal: 'minimize' }, method: 'list' };
  expect(own.safeParse({ ...command, cells: [{ any: [1, 2], name: 'b' }] }).success).toBe(true);
  expect(own.safeParse({ ...command, cells: [{ any: { value: 1 } }] }).success).toBe(false);
});

test('hyperparameters and metrics of several workloads are all known', () => {
  const other = {
    name: 'other',
    schema: z.strictObject({ lr: z.literal('auto'), depth: z.int() }),
    parameterNames: ['lr', 'depth'],
    metrics: [{ name: 'loss', unit: 'nats', goal: 'minimize', label: 'loss' }],
    plannedSteps: () => null,
  } satisfies Workload;
  const both = z.fromJSONSchema(specJsonSchema([testWorkload, other]));
  const parameters = { lr: { values: ['auto', 0.1] }, depth: { value: 3 }, epochs: { value: 1 } };
  const spec = { name: 'x', workload: 'other', metric: { name: 'loss' }, parameters };
  expect(both.safeParse(spec).success).toBe(true);
});

describe('conditions', () => {
  const sweep = (when: unknown) => ({
    optimizer: { values: ['sgd', 'momentum'] },
    momentum: { values: [0.8, 0.9], when },
  });

  test.each([{ optimizer: 'momentum' }, { optimizer: ['momentum', 'adam'], lr: 0.1 }])('%j', (when) => {
    expect(accepts(sweep(when))).toBe(true);
  });

  test.each([{}, { optimiser: 'momentum' }, { optimizer: 'adm' }, { optimizer: [] }, 'momentum'])('not %j', (when) => {
    expect(accepts(sweep(when))).toBe(false);
  });
});

describe('beside a workload whose parameters a sweep makes up', () => {
  const whole = specJsonSchema([testWorkload, testCommand]);
  /** As JSON Schema defines if, then and else, which zod does not read. */
  function isAccepted(spec: object): boolean {
    const { if: condition, then, else: otherwise, ...base } = whole;
    const passes = (part: unknown) =>
      z.fromJSONSchema({ ...(part as typeof base), $defs: base.$defs! }).safeParse(spec).success;
    return passes(base) && passes(holds(condition as Condition, spec) ? then : otherwise);
  }
  interface Condition {
    readonly anyOf?: readonly Condition[];
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, { readonly enum: readonly unknown[] }>>;
  }
  function holds({ anyOf, required = [], properties = {} }: Condition, spec: object): boolean {
    if (anyOf) return anyOf.some((one) => holds(one, spec));
    const matches = Object.entries(properties).every(([key, { enum: values }]) =>
      values.includes((spec as Record<string, unknown>)[key]),
    );
    return matches && required.every((key) => key in spec);
  }
  const metric = { name: 'score', goal: 'maximize' };
  const command = ['python3', 'train.py', '${args}'];

  test.each([
    { name: 'x', command, metric, parameters: { 'my-rate': { value: 1 }, on: { values: [true, null, [1, 2], 'a'] } } },
    { name: 'x', command, metric, method: 'random', run_cap: 9, parameters: { rate: { min: 0, max: 0.5 } } },
    { name: 'x', program: 'train.py', code: 'none', require: { zone: 'a' }, metric },
    { name: 'x', workload: 'command', command, code: { sha256: 'a'.repeat(64), sizeBytes: 1024 }, metric },
    {
      name: 'x',
      command,
      metric,
      parameters: {
        optimizer: { parameters: { name: { values: ['a', 'b'] }, inner: { parameters: { lr: { value: 1 } } } } },
        b: { value: 1, when: { 'optimizer.name': ['a'] } },
      },
    },
    { name: 'x', parameters: { lr: { value: 0.1 } } },
    { name: 'x', workload: 'test', metric: { name: 'test/loss' } },
  ])('accepted: %j', (spec) => {
    expect(isAccepted(spec)).toBe(true);
    expect(parseSpec(JSON.stringify(spec), [testWorkload, testCommand]).ok).toBe(true);
  });

  test.each([
    { name: 'x', parameters: { rate: { value: 0.1 } } },
    { name: 'x', metric: { name: 'test/acc' } },
    { name: 'x', code: '.' },
    { name: 'x', workload: 'test', command, metric },
    { name: 'x', command },
    { name: 'x', command, metric: { name: 'score' } },
    { name: 'x', command: 'python3 train.py', metric },
    { name: 'x', command: [], metric },
    { name: 'x', command, metric, parameters: { lr: 0.1 } },
    { name: 'x', command, metric, parameters: { lr: { value: { a: 1 } } } },
    { name: 'x', command, metric, parameters: { lr: { value: 1, parameters: { a: { value: 1 } } } } },
    { name: 'x', command, metric, parameters: { optimizer: { parameters: { lr: 0.1 } } } },
  ])('marked: %j', (spec) => {
    expect(isAccepted(spec)).toBe(false);
    expect(parseSpec(JSON.stringify(spec), [testWorkload, testCommand]).ok).toBe(false);
  });
});
