import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseSpec, type ParameterValue, type SweepSpec, type Workload } from '@gridsweep/sweep';
import { specYaml } from './spec-file.ts';

/** Takes any parameters, as a person's own command does. */
const ANYTHING: Workload = {
  name: 'command',
  schema: z.record(z.string(), z.unknown()),
  parameterNames: 'any',
  metrics: [],
  plannedSteps: () => null,
};

function parsed(yaml: string): SweepSpec {
  const result = parseSpec(yaml, [ANYTHING]);
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)}\n${yaml}`);
  return result.spec;
}

const SPEC: SweepSpec = {
  name: 'learning-rates',
  workload: 'command',
  method: 'random',
  metric: { name: 'test/accuracy', goal: 'maximize' },
  command: ['python3', 'train.py', '${args}'],
  code: { sha256: 'ab'.repeat(32), sizeBytes: 2048, git: { commit: 'cd'.repeat(20), dirty: false } },
  require: { zone: 'a' },
  parameters: {
    optimizer: { values: ['momentum', 'adam'] },
    momentum: { values: [0.8, 0.9], when: { optimizer: ['momentum'] } },
    lr: { distribution: 'log_uniform_values', min: 0.0005, max: 0.05 },
    epochs: { values: [10] },
  },
  run_cap: 20,
  seeds: [0, 1, 2],
  max_retries: 3,
  random_seed: 7,
};

test('a line a parameter, in the form of a sweep file', () => {
  expect(specYaml({ ...SPEC, code: 'none' }, ['Sweep abc'])).toBe(
    `# Sweep abc
name: learning-rates
workload: command
method: random
metric: { name: test/accuracy, goal: maximize }
command: [ python3, train.py, "\${args}" ]
code: none
require: { zone: a }
run_cap: 20
max_retries: 3
random_seed: 7
parameters:
  optimizer: { values: [ momentum, adam ] }
  momentum: { values: [ 0.8, 0.9 ], when: { optimizer: [ momentum ] } }
  lr: { distribution: log_uniform_values, min: 0.0005, max: 0.05 }
  epochs: { value: 10 }
seeds: 3
`,
  );
});

test('a comment stays one', () => {
  expect(parsed(specYaml(SPEC, ['evil\nname: other\u2028workload: x\u0085'])).name).toBe('learning-rates');
});

describe('parses to the same sweep', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      ...[
        'yes',
        'null',
        '~',
        '1e3',
        '0x1f',
        '.inf',
        '- a',
        '# c',
        '&a',
        '*a',
        '!!str 1',
        '{a: b}',
        '[1]',
        'a: b',
        '%',
        '@',
      ],
      ...[
        '"',
        "'",
        '|',
        '>',
        ' a ',
        '\u202Ertl',
        '\u0085',
        '\uFEFFbom',
        '\u2028',
        '\u{E0001}tag',
        '--- ',
        '...',
        '<<',
        '12:30',
        '2025-01-01',
      ],
    ),
  );
  const value: fc.Arbitrary<ParameterValue> = fc.oneof(
    text,
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.integer(),
    fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
  );

  test('with its code, seeds and conditions', () => {
    expect(parsed(specYaml(SPEC))).toEqual(SPEC);
    expect(parsed(specYaml({ ...SPEC, seeds: [3, 4, 7] })).seeds).toEqual([3, 4, 7]);
  });

  test('whatever its values are called, without characters that act', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(value, { minLength: 1, maxLength: 5, selector: (each) => JSON.stringify(each) }),
        (values) => {
          const spec = { ...SPEC, method: 'grid', run_cap: undefined, parameters: { x: { values } } } as const;
          const yaml = specYaml(spec);
          expect(yaml).not.toMatch(/(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect(parsed(yaml).parameters).toEqual({ x: { values } });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('whatever its parameters are called', () => {
    const name = fc.oneof(text, fc.constantFrom('__proto__', 'values', 'parameters', 'cells'));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), (names) => {
        const parameters = Object.fromEntries(names.map((each) => [each, { values: [1, 2] }] as const));
        const yaml = specYaml({ ...SPEC, method: 'grid', run_cap: undefined, parameters });
        const again = parseSpec(yaml, [ANYTHING]);
        // Names that no sweep may have are refused, and are still those names.
        if (again.ok) expect(again.spec.parameters).toEqual(parameters);
      }),
      { numRuns: 300 },
    );
  });
});
