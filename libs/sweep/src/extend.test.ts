import { expect, test } from 'vitest';

import { extend, type Extendable } from './extend.ts';
import { expand } from './expand.ts';
import { sweepId } from './identity.ts';
import { parseSpec } from './parse-spec.ts';
import type { SweepSpec } from './spec.ts';
import { testCommand, testWorkload } from './test-workload.ts';

function parse(text: string): SweepSpec {
  const result = parseSpec(text, [testWorkload, testCommand]);
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.spec;
}

function sweep(text: string): Extendable {
  const spec = parse(text);
  return { id: sweepId(spec), spec, trials: expand(spec, testWorkload, sweepId(spec)) };
}

const TEXT = 'name: x\nparameters: { optimizer: { values: [sgd, adam] }, lr: { values: [0.1, 0.2] } }\nseeds: 2\n';
const SWEEP = sweep(TEXT);

test('more values and seeds are added; trials have the ids they would have had, indexes go on', () => {
  const changed = parse(TEXT.replace('[0.1, 0.2]', '[0.3, 0.1, 0.2]').replace('seeds: 2', 'seeds: 3'));
  const added = extend(SWEEP, changed, testWorkload);
  expect(added).toHaveLength(2 * 3 * 3 - 8);
  expect(added.map(({ index }) => index)).toEqual(added.map((_, at) => 8 + at));
  const whole = expand(changed, testWorkload, SWEEP.id).map(({ id }) => id);
  expect([...SWEEP.trials, ...added].map(({ id }) => id).sort()).toEqual(whole.sort());
});

test('an extended sweep can be extended again, and by nothing', () => {
  const changed = parse(TEXT.replace('seeds: 2', 'seeds: 3'));
  const once = { ...SWEEP, spec: changed, trials: [...SWEEP.trials, ...extend(SWEEP, changed, testWorkload)] };
  expect(extend(once, changed, testWorkload)).toEqual([]);
  const again = extend(once, parse(TEXT.replace('seeds: 2', 'seeds: 4')), testWorkload);
  expect(again.map(({ index, seed }) => [index, seed])).toEqual([12, 13, 14, 15].map((index) => [index, 3]));
});

test('a random sweep draws more', () => {
  const text = 'name: x\nmethod: random\nparameters: { lr: { min: 0.1, max: 1 } }\nrun_cap: ';
  const added = extend(sweep(`${text}10`), parse(`${text}15`), testWorkload);
  expect(added.map(({ index }) => index)).toEqual([10, 11, 12, 13, 14]);
});

test.each([
  [
    '[0.1, 0.2]',
    '[0.1, 0.3]',
    '4 of the sweep\'s 8 are not in the changed spec, the first with optimizer "sgd", lr 0.2, seed 0',
  ],
  [
    'seeds: 2',
    'seeds: [1, 2]',
    '4 of the sweep\'s 8 are not in the changed spec, the first with optimizer "sgd", lr 0.1, seed 0',
  ],
  ['name: x', 'name: y', 'this would be another sweep: name: x → y'],
  [
    'name: x',
    'name: x\nmetric: { name: test/loss }',
    'another sweep: metric: test/accuracy (maximize) → test/loss (minimize)',
  ],
])('what takes away or changes trials is refused: %s → %s', (from, to, message) => {
  expect(() => extend(SWEEP, parse(TEXT.replace(from, to)), testWorkload)).toThrow(message);
});

test('changed code is another sweep', () => {
  const text = 'name: x\ncommand: [a]\nmetric: { name: m, goal: minimize }\ncode: { sizeBytes: 512, sha256: ';
  const [one, other] = ['a', 'b'].map((digit) => parse(`${text}${digit.repeat(64)} }`));
  const before = { id: 'x', spec: one!, trials: expand(one!, testCommand, 'x') };
  expect(() => extend(before, other!, testCommand)).toThrow('code: aaaaaaaaaaaa → bbbbbbbbbbbb');
});
