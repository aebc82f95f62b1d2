import { expect, test } from 'vitest';

import { describeSpecDifference } from './difference.ts';
import { parseSpec } from './parse-spec.ts';
import type { SweepSpec } from './spec.ts';
import { testCommand } from './test-workload.ts';

const BASE = {
  name: 'x',
  command: ['python3', 'train.py', '${args}'],
  code: 'none' as unknown,
  metric: { name: 'loss', goal: 'minimize' } as Record<string, string>,
  parameters: {
    optimizer: { values: ['sgd', 'momentum'] },
    lr: { values: [0.1, 0.2] },
    momentum: { values: [0.9], when: { optimizer: 'momentum' } },
  } as Record<string, unknown>,
  seeds: 3 as unknown,
  require: { zone: 'a' } as Record<string, string>,
};

function parse(spec: object): SweepSpec {
  const result = parseSpec(JSON.stringify(spec), [testCommand]);
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.spec;
}

function changed(change: Partial<typeof BASE> & Record<string, unknown>): string[] {
  return describeSpecDifference(parse(BASE), parse({ ...BASE, ...change }));
}

test.each<[Partial<typeof BASE> & Record<string, unknown>, string[]]>([
  [{}, []],
  [{ name: 'y' }, ['name: x → y']],
  [{ seeds: 5 }, ['seeds: 3 → 5']],
  [{ seeds: [0, 7, 8] }, ['seeds: 7, 8 added; 1, 2 removed']],
  [{ seeds: [2, 1, 0] }, ['seeds: in another order']],
  [{ metric: { name: 'score', goal: 'maximize' } }, ['metric: loss (minimize) → score (maximize)']],
  [
    { metric: { ...BASE.metric, choose_by: 'validation loss' } },
    ['metric: loss (minimize) → loss (minimize, chosen by validation loss)'],
  ],
  [{ keep_weights: 'best' }, ['keep_weights: none → best']],
  [{ keep_weights: 'none' }, []],
  [{ command: ['python3', 'other.py'] }, ['command[1]: train.py → other.py', 'command[2]: ${args} → none']],
  [{ program: 'train.py' }, ['program: none → train.py']],
  [
    { code: { sha256: 'ab'.repeat(32), sizeBytes: 9, git: { commit: 'c0ffee1234', dirty: true } } },
    ['code: none → abababababab, commit c0ffee1 with changes'],
  ],
  [{ require: { zone: 'b', gpu: 'yes' } }, ['require.zone: a → b', 'require.gpu: none → yes']],
  [{ require: {} }, ['require.zone: a → none']],
  [{ run_cap: 2, max_retries: 0 }, ['run_cap: none → 2', 'max_retries: 3 → 0']],
  [{ parameters: {} }, ['parameters.optimizer: removed', 'parameters.lr: removed', 'parameters.momentum: removed']],
  [
    { parameters: { ...BASE.parameters, lr: { values: [0.2, 0.5] }, depth: { values: [1, 2, 3, 4, 5, 6, 7] } } },
    ['parameters.lr: 0.5 added; 0.1 removed', 'parameters.depth: added, 1, 2, 3, 4, 5 and 2 more'],
  ],
  [{ parameters: { ...BASE.parameters, lr: { values: [0.2, 0.1] } } }, ['parameters.lr: in another order']],
  [
    { parameters: { ...BASE.parameters, momentum: { value: 0.9 } } },
    ['parameters.momentum.when: optimizer momentum → always'],
  ],
  [
    { method: 'random', run_cap: 2, parameters: { ...BASE.parameters, lr: { min: 0.1, max: 1 } } },
    ['method: grid → random', 'parameters.lr: 0.1, 0.2 → uniform from 0.1 to 1', 'run_cap: none → 2'],
  ],
])('%j', (change, expected) => {
  expect(changed(change)).toEqual(expected);
});

test('the order of parameters, where it decides which cells are run', () => {
  const reordered = Object.fromEntries(Object.entries(BASE.parameters).reverse());
  const [one, other] = [BASE.parameters, reordered].map((parameters) => ({ ...BASE, parameters }));
  expect(describeSpecDifference(parse(one!), parse(other!))).toEqual([]);
  const cut = [one, other].map((spec) => parse({ ...spec, run_cap: 2 }));
  expect(describeSpecDifference(cut[0]!, cut[1]!)).toEqual([
    'parameters: in another order, on which it depends what cells run_cap leaves',
  ]);
});

test('a change in what is not shown is a change', () => {
  const long = (end: string) => ({ ...BASE, command: [`${'x'.repeat(100)}${end}`] });
  expect(describeSpecDifference(parse(long('a')), parse(long('b')))).toEqual(['command[0]: changed']);
});
