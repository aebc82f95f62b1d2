import { expect, test } from 'vitest';
import { z } from 'zod';

import { specJsonSchema } from './json-schema.ts';
import { testWorkload } from './test-workload.ts';

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

test('hyperparameters of several workloads are all known', () => {
  const other = {
    name: 'other',
    schema: z.strictObject({ lr: z.literal('auto'), depth: z.int() }),
    parameterNames: ['lr', 'depth'],
  };
  const both = z.fromJSONSchema(specJsonSchema([testWorkload, other]));
  const parameters = { lr: { values: ['auto', 0.1] }, depth: { value: 3 }, epochs: { value: 1 } };
  expect(both.safeParse({ name: 'x', workload: 'other', parameters }).success).toBe(true);
});
