import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';

import { canonicalJson } from './content-hash.ts';
import { describeSpecDifference } from './difference.ts';
import { expand } from './expand.ts';
import { extend } from './extend.ts';
import { sweepId } from './identity.ts';
import { parseSpec } from './parse-spec.ts';
import { trialCount } from './size.ts';
import { axes, type ParameterSpec, type SweepSpec } from './spec.ts';
import { testCommand, testWorkload } from './test-workload.ts';
import type { Parameters } from './trial.ts';

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

/** Parameters with conditions on each other, each of which is in some cell. */
const conditional: fc.Arbitrary<SweepSpec['parameters']> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 2 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((drawn) => {
    const sizes = drawn.map(([size]) => size);
    return drawn.map(([size, conditions], at): [string, ParameterSpec] => {
      // On earlier ones, so that there is no circle; which values hold is a number whose bits tell.
      const when = conditions.flatMap(([other, bits]) => {
        const index = at === 0 ? 0 : other % at;
        const values = [...Array(sizes[index]).keys()].filter((value) => (1 << value) & bits);
        return at === 0 || values.length === 0 ? [] : [[`p${index}`, values] as const];
      });
      const own = { values: [...Array(size).keys()] };
      return [`p${at}`, when.length === 0 ? own : { ...own, when: Object.fromEntries(when) }];
    });
  })
  .map((entries) => Object.fromEntries(entries))
  .filter((parameters) => Object.keys(parameters).every((name) => everyCell(parameters).some((cell) => name in cell)))
  .chain((parameters) => shuffled(parameters));

/** Every combination of all values, without what conditions drop, each once: as one would define it, and as slow. */
function everyCell(parameters: SweepSpec['parameters']): Parameters[] {
  let all: Parameters[] = [{}];
  for (const [name, parameter] of Object.entries(parameters)) {
    const values = 'values' in parameter ? parameter.values : [];
    all = all.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value })));
  }
  const isThere = (name: string, chosen: Parameters): boolean =>
    Object.entries(parameters[name]!.when ?? {}).every(
      ([other, values]) => values.includes(chosen[other] ?? null) && isThere(other, chosen),
    );
  const cells = all.map((chosen) =>
    Object.fromEntries(Object.entries(chosen).filter(([name]) => isThere(name, chosen))),
  );
  return [...new Map(cells.map((cell) => [canonicalJson(cell), cell])).values()];
}

function specOf(parameters: SweepSpec['parameters'], more: object = {}): SweepSpec {
  const text = JSON.stringify({
    name: 'x',
    program: 'a',
    metric: { name: 'm', goal: 'maximize' },
    parameters,
    ...more,
  });
  const result = parseSpec(text, [testCommand]);
  if (!result.ok) throw new Error(`${text}: ${result.problems[0]!.message}`);
  return result.spec;
}

test('conditions: a grid has every combination of what is there, each once, counted rightly', () => {
  fc.assert(
    fc.property(conditional, (parameters) => {
      const sweep = specOf(parameters);
      expect(sweep.parameters).toEqual(parameters);
      const trials = expand(sweep, testCommand, 's');
      const wanted = everyCell(parameters).map(canonicalJson);
      expect(trials.map((trial) => canonicalJson(trial.parameters)).sort()).toEqual(wanted.sort());
      expect(trialCount(sweep)).toBe(wanted.length);
      for (const name of Object.keys(parameters)) {
        const kinds = new Set(trials.map((trial) => trial.parameters[name]));
        if (kinds.size > 1) expect(axes(sweep)).toContain(name);
      }
    }),
    RUNS,
  );
});

test('conditions: a random sweep draws each cell that there is, none twice, whatever the order of keys', () => {
  const pair = conditional.chain((one) => shuffled(one).map((other) => [one, other] as const));
  fc.assert(
    fc.property(pair, fc.nat(99), ([one, other], random_seed) => {
      const cells = everyCell(one).map(canonicalJson);
      const [a, b] = [one, other].map((parameters) =>
        specOf(parameters, { method: 'random', run_cap: cells.length, random_seed }),
      );
      const trials = expand(a!, testCommand, 's');
      expect(trials.map(({ parameters }) => canonicalJson(parameters)).sort()).toEqual(cells.sort());
      expect(sweepId(b!)).toBe(sweepId(a!));
      expect(expand(b!, testCommand, 's').map(({ id }) => id)).toEqual(trials.map(({ id }) => id));
      expect(() => expand({ ...a!, run_cap: cells.length + 1 }, testCommand, 's')).toThrow('cannot be drawn');
    }),
    RUNS,
  );
});

test('I1: two specs differ in something to tell exactly where their ids differ', () => {
  const any = fc.oneof(
    fc.tuple(spec, spec),
    spec.chain((one) => shuffled(one.parameters).map((parameters) => [one, { ...one, parameters }] as const)),
    fc
      .tuple(spec, fc.constantFrom('metric', 'seeds', 'run_cap', 'method', 'parameters', 'name'), spec)
      .map(([one, key, other]) => [one, { ...one, [key]: other[key as keyof SweepSpec] }] as const),
    fc.tuple(conditional, conditional).map(([one, other]) => [specOf(one), specOf(other)] as const),
  );
  fc.assert(
    fc.property(any, ([one, other]) => {
      expect(describeSpecDifference(one, other).length === 0).toBe(sweepId(one) === sweepId(other));
      expect(describeSpecDifference(one, one)).toEqual([]);
    }),
    { ...RUNS, numRuns: 400 },
  );
});

test('I1: a sweep that was extended has the trials that it would have had from the start', () => {
  const whole = grid.filter(({ run_cap }) => run_cap === undefined);
  fc.assert(
    fc.property(whole, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (sweep, lengths) => {
      let used = 0;
      const some = <T>(list: readonly T[]) => list.slice(0, 1 + (lengths[used++]! % list.length));
      const parameters = Object.entries(sweep.parameters).map(([name, parameter]): [string, ParameterSpec] => [
        name,
        'values' in parameter ? { values: some(parameter.values) } : parameter,
      ]);
      const part: SweepSpec = { ...sweep, seeds: some(sweep.seeds), parameters: Object.fromEntries(parameters) };
      const id = sweepId(part);
      const trials = expand(part, testWorkload, id);
      const wanted = expand(sweep, testWorkload, id);
      const { added, lacking } = extend(trials, wanted);
      expect(lacking).toEqual([]);
      const all = [...trials, ...added];
      expect(all.map((trial) => trial.index)).toEqual([...all.keys()]);
      expect(all.map((trial) => trial.id).sort()).toEqual(wanted.map((trial) => trial.id).sort());
    }),
    RUNS,
  );
});

test('no text makes parseSpec throw, and every problem has a place in it', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'name: x',
      'command: [a]',
      'code: {',
      'metric: { name: m, goal: minimize }',
      '  a: { parameters: { b: { value: 1, when: { c: 1 } } } }',
      '  c: { values: [1], when: { a.b: 1 } }',
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
      const result = parseSpec(text, [testWorkload, testCommand]);
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
