import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';

import { expand } from './expand.ts';
import { sweepId } from './identity.ts';
import { parseSpec } from './parse-spec.ts';
import { trialCount } from './size.ts';
import { axes, type ParameterSpec, type SweepSpec } from './spec.ts';
import { testWorkload } from './test-workload.ts';

/** Specs as parseSpec gives them. */
const values = (value: fc.Arbitrary<string | number | boolean>) =>
  fc
    .uniqueArray(value, { minLength: 1, maxLength: 4, comparator: 'SameValueZero' })
    .map((list): ParameterSpec => ({ values: list }));
const rate = fc.double({ min: 1e-6, max: 10, noNaN: true });
const range: fc.Arbitrary<ParameterSpec> = fc
  .tuple(fc.constantFrom('uniform' as const, 'log_uniform_values' as const), rate, rate)
  // Wide enough to hold many different numbers.
  .filter(([, a, b]) => Math.max(a, b) > 1.001 * Math.min(a, b))
  .map(([distribution, a, b]) => ({ distribution, min: Math.min(a, b), max: Math.max(a, b) }));
const common = fc.record(
  {
    epochs: values(fc.integer({ min: 1, max: 1000 })),
    shuffle: values(fc.boolean()),
    optimizer: values(fc.constantFrom('sgd', 'momentum', 'adam')),
  },
  { requiredKeys: [] },
);
const fields = {
  name: fc.stringMatching(/^[^\p{Cc}\s]([^\p{Cc}]{0,20}[^\p{Cc}\s])?$/u),
  workload: fc.constant('test'),
  metric: fc.record({
    name: fc.constantFrom('train/loss' as const, 'test/loss' as const, 'test/accuracy' as const),
    goal: fc.constantFrom('maximize' as const, 'minimize' as const),
  }),
  seeds: fc.uniqueArray(fc.nat(2 ** 32 - 1), { minLength: 1, maxLength: 4 }),
  max_retries: fc.nat(100),
  max_parallel: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
  random_seed: fc.nat(2 ** 32 - 1),
};
const grid: fc.Arbitrary<SweepSpec> = fc.record({
  ...fields,
  method: fc.constant('grid' as const),
  parameters: fc.tuple(common, values(rate)).chain(([some, lr]) => shuffled({ ...some, lr })),
  run_cap: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
});
const random: fc.Arbitrary<SweepSpec> = fc.record({
  ...fields,
  method: fc.constant('random' as const),
  parameters: fc.tuple(common, range).chain(([some, lr]) => shuffled({ ...some, lr })),
  run_cap: fc.integer({ min: 1, max: 20 }),
});
const spec = fc.oneof(grid, random);

/** The same entries in every order. */
function shuffled<T>(record: Record<string, T>): fc.Arbitrary<Record<string, T>> {
  const entries = Object.entries(record);
  return fc
    .shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length })
    .map((order) => Object.fromEntries(order));
}

const RUNS = { numRuns: 200, seed: 1 };

test('a spec written as JSON or YAML is the same spec again', () => {
  fc.assert(
    fc.property(spec, (wanted) => {
      for (const text of [JSON.stringify(wanted), stringify(wanted)]) {
        const result = parseSpec(text, [testWorkload]);
        expect(result.ok && result.spec).toEqual(wanted);
        const { parameters } = (result as { spec: SweepSpec }).spec;
        expect(Object.keys(parameters)).toEqual(Object.keys(wanted.parameters));
      }
    }),
    RUNS,
  );
});

test('I1: one trial per cell and seed, no two ids alike', () => {
  fc.assert(
    fc.property(spec, (sweep) => {
      const trials = expand(sweep, testWorkload, sweepId(sweep));
      const product = Object.values(sweep.parameters).reduce(
        (size, p) => size * ('values' in p ? p.values.length : Infinity),
        1,
      );
      const cells = Math.min(product, sweep.run_cap ?? Infinity);
      expect(trials).toHaveLength(cells * sweep.seeds.length);
      expect(trials).toHaveLength(trialCount(sweep));
      expect(trials.map(({ index }) => index)).toEqual([...trials.keys()]);
      expect(new Set(trials.map(({ id }) => id)).size).toBe(trials.length);
      expect(new Set(trials.map(({ cellId }) => cellId)).size).toBe(cells);
      for (const axis of axes(sweep)) expect(sweep.parameters).toHaveProperty(axis);
    }),
    RUNS,
  );
});

test('I1: the ids of a sweep and its trials do not depend on the order of keys', () => {
  const whole = spec.filter(({ method, run_cap }) => method === 'random' || run_cap === undefined);
  const pair = whole.chain((one) =>
    shuffled(one.parameters).map((parameters) => [one, { ...one, parameters }] as const),
  );
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const id = sweepId(one);
      expect(sweepId(other)).toBe(id);
      const ids = (sweep: SweepSpec) => expand(sweep, testWorkload, id).map((trial) => trial.id);
      expect(ids(other).sort()).toEqual(ids(one).sort());
    }),
    RUNS,
  );
});

test('no text makes parseSpec throw, and every problem has a place in it', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'name: x',
      'parameters:',
      '  lr: { values: [1, 2',
      '  lr:',
      '    values:',
      '- &a b',
      '? *a',
      'a: |',
      '"',
      '}',
      '\t',
    ),
    fc.json(),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n', ' '), (lines, end) => {
      const text = lines.join(end);
      const result = parseSpec(text, [testWorkload]);
      if (result.ok) return;
      expect(result.problems.length).toBeGreaterThan(0);
      for (const problem of result.problems) {
        expect(problem.line).toBeGreaterThanOrEqual(1);
        expect(problem.line).toBeLessThanOrEqual(text.split('\n').length);
        expect(problem.column).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 2000, seed: 1 },
  );
});
