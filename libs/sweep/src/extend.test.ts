import { expect, test } from 'vitest';

import { expand } from './expand.ts';
import { extend } from './extend.ts';
import { parseSpec } from './parse-spec.ts';
import { testWorkload } from './test-workload.ts';
import type { Trial } from './trial.ts';

function trials(text: string): Trial[] {
  const result = parseSpec(text, [testWorkload]);
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return expand(result.spec, testWorkload, 'sweep', result.cells);
}

const TEXT = 'name: x\nparameters: { optimizer: { values: [sgd, adam] }, lr: { values: [0.1, 0.2] } }\nseeds: 2\n';

test('more values and seeds are added; trials have the ids they would have had, indexes go on', () => {
  const wanted = trials(TEXT.replace('[0.1, 0.2]', '[0.3, 0.1, 0.2]').replace('seeds: 2', 'seeds: 3'));
  const { added, lacking } = extend(trials(TEXT), wanted);
  expect(lacking).toEqual([]);
  expect(added).toHaveLength(2 * 3 * 3 - 8);
  expect(added.map(({ index }) => index)).toEqual(added.map((_, at) => 8 + at));
  expect([...trials(TEXT), ...added].map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
});

test('an extended sweep can be extended by nothing, and again', () => {
  const wanted = trials(TEXT.replace('seeds: 2', 'seeds: 3'));
  const once = [...trials(TEXT), ...extend(trials(TEXT), wanted).added];
  expect(extend(once, wanted)).toEqual({ added: [], lacking: [] });
  const { added } = extend(once, trials(TEXT.replace('seeds: 2', 'seeds: 4')));
  expect(added.map(({ index, seed }) => [index, seed])).toEqual([12, 13, 14, 15].map((index) => [index, 3]));
});

test('more of a random sweep are drawn behind those that were', () => {
  const text = 'name: x\nmethod: random\nparameters: { lr: { min: 0.1, max: 1 } }\nrun_cap: ';
  const { added, lacking } = extend(trials(`${text}10`), trials(`${text}15`));
  expect(added.map(({ index }) => index)).toEqual([10, 11, 12, 13, 14]);
  expect(lacking).toEqual([]);
});

test.each([
  ['[0.1, 0.2]', '[0.1, 0.3]', [2, 3, 6, 7]],
  ['seeds: 2', 'seeds: [1, 2]', [0, 2, 4, 6]],
])('what the changed spec takes away is told: %s → %s', (from, to, indexes) => {
  const { lacking } = extend(trials(TEXT), trials(TEXT.replace(from, to)));
  expect(lacking.map(({ index }) => index)).toEqual(indexes);
});
