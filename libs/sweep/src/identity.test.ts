import { describe, expect, test } from 'vitest';

import { canonicalJson } from './content-hash.ts';
import { expand } from './expand.ts';
import { cellId, sweepId, trialId } from './identity.ts';
import { parseSpec } from './parse-spec.ts';
import type { SweepSpec } from './spec.ts';
import { testCommand, testWorkload } from './test-workload.ts';

function parse(text: string): SweepSpec {
  const result = parseSpec(text, [testWorkload]);
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.spec;
}

const TEXT = `
name: x
workload: test
parameters:
  lr: { values: [0.001, 0.1] }
  optimizer: { value: adam }
seeds: 2
`;

describe('I1: the id of a sweep', () => {
  test.each([
    [
      'JSON',
      '{"name":"x","workload":"test","parameters":{"lr":{"values":[0.001,0.1]},"optimizer":{"value":"adam"}},"seeds":2}',
    ],
    [
      'other order',
      'seeds: 2\nparameters: { optimizer: { value: adam }, lr: { values: [0.001, 0.1] } }\nworkload: test\nname: x',
    ],
    [
      'other words',
      'name: "x"\nworkload: test\nmethod: grid\nmax_retries: 3\nseeds: [0, 1]\nparameters: { lr: { values: [1e-3, 0.10] }, optimizer: { values: [adam] } }',
    ],
  ])('is the same in %s', (_, text) => {
    expect(sweepId(parse(text))).toBe(sweepId(parse(TEXT)));
  });

  test.each([
    ['name', TEXT.replace('name: x', 'name: y')],
    ['a value', TEXT.replace('0.1]', '0.2]')],
    ['the seeds', TEXT.replace('seeds: 2', 'seeds: 3')],
    ['a limit', `${TEXT}max_parallel: 1`],
  ])('differs by %s', (_, text) => {
    expect(sweepId(parse(text))).not.toBe(sweepId(parse(TEXT)));
  });

  test('differs by nonce', () => {
    const spec = parse(TEXT);
    expect(sweepId(spec, 'again')).not.toBe(sweepId(spec));
    expect(sweepId(spec, 'again')).toBe(sweepId(spec, 'again'));
  });

  test('of a grid that run_cap cuts depends on the order of its parameters: it decides which cells are run', () => {
    const one = 'name: x\nworkload: test\nparameters: { lr: { values: [1, 2] }, epochs: { values: [1, 2] } }\n';
    const other = 'name: x\nworkload: test\nparameters: { epochs: { values: [1, 2] }, lr: { values: [1, 2] } }\n';
    const [cut, whole] = ['run_cap: 2', 'run_cap: 4'];
    expect(sweepId(parse(one + cut))).not.toBe(sweepId(parse(other + cut)));
    expect(sweepId(parse(one + whole))).toBe(sweepId(parse(other + whole)));
  });
});

test('ids are short, lower-case and pinned: a stored sweep is found again by every later version', () => {
  const sweep = sweepId(parse(TEXT));
  const cell = cellId({ lr: 0.1, betas: [0.9, 0.999], limit: null });
  expect({ sweep, cell, trial: trialId(sweep, cell, 0) }).toMatchInlineSnapshot(`
    {
      "cell": "er1ph1lntebb",
      "sweep": "me7rar8k1811",
      "trial": "me7rar8k1811-704aul7upeo8",
    }
  `);
  expect(trialId(sweep, cell, 0)).toMatch(/^[0-9a-v]{12}-[0-9a-v]{12}$/);
  expect(trialId(sweep, cell, 1)).not.toBe(trialId(sweep, cell, 0));
  expect(cellId({ limit: null, betas: [0.9, 0.999], lr: 0.1 })).toBe(cell);
});

test.each([
  [
    'a random sweep',
    `method: random
run_cap: 5
random_seed: 3
parameters:
  optimizer: { values: [sgd, momentum, adam] }
  lr: { min: 1e-4, max: 0.1, distribution: log_uniform_values }
  momentum: { min: 0, max: 0.9, distribution: q_uniform, q: 0.1 }
  epochs: { min: 1, max: 9 }`,
    '5iv9f916uinh 8bed5ppemc6r n613g8plc3hg 00lk2258ao0c j7nf1p7gq3c5 r6fv7te4bdem',
  ],
  [
    'a grid that run_cap cuts',
    `run_cap: 3
parameters: { optimizer: { values: [sgd, adam] }, lr: { values: [0.1, 0.2] } }
metric: { name: test/loss }`,
    '5elsf34r4d53 7t21c5sd98q2 nnkpkskuh3l7 cs5og36smhhv',
  ],
])('the ids of %s and its trials are pinned', (_, text, ids) => {
  const spec = parse(`name: x\nworkload: test\n${text}\n`);
  const trials = expand(spec, testWorkload, sweepId(spec));
  expect([sweepId(spec), ...trials.map(({ id }) => id.split('-')[1])].join(' ')).toBe(ids);
});

describe('I1: what may be written in several ways', () => {
  const text = (parameters: string) =>
    `name: x\nworkload: test\nparameters: { optimizer: { values: [sgd, momentum, adam] }, ${parameters} }`;
  test.each([
    ['when: { optimizer: momentum }', 'when: { optimizer: [momentum] }'],
    ['when: { optimizer: [adam, momentum] }', 'when: { optimizer: [momentum, adam] }'],
    ['when: { optimizer: [momentum], epochs: 1 }', 'when: { epochs: [1], optimizer: momentum }'],
  ])('%s is %s', (one, other) => {
    const [a, b] = [one, other].map((when) =>
      parse(text(`epochs: { values: [1, 2] }, limit: { values: [5, 6], ${when} }`)),
    );
    expect(sweepId(a!)).toBe(sweepId(b!));
  });

  test('a condition is content', () => {
    const specs = ['', ', when: { optimizer: momentum }', ', when: { optimizer: adam }'].map((when) =>
      parse(text(`limit: { values: [5, 6]${when} }`)),
    );
    expect(new Set(specs.map((spec) => sweepId(spec))).size).toBe(3);
  });

  test('no labels are none, code is content', () => {
    const command = (more: string) => {
      const result = parseSpec(`name: x\ncommand: [a]\nmetric: { name: m, goal: minimize }\n${more}`, [testCommand]);
      return result.ok ? sweepId(result.spec) : JSON.stringify(result.problems);
    };
    expect(command('require: {}')).toBe(command('code: .'));
    expect(command('workload: command')).toBe(command(''));
    const packed = (more: string) => command(`code: { sha256: ${'a'.repeat(64)}, sizeBytes: 9${more} }`);
    const ids = [command(''), command('code: none'), packed(''), packed(', git: { commit: c0ffee, dirty: true }')];
    expect(new Set([...ids, command('require: { zone: a }'), command('program: b')]).size).toBe(6);
  });
});

test('canonical JSON sorts keys at every depth and keeps lists', () => {
  expect(canonicalJson({ b: { d: 1, c: [3, 1] }, a: undefined })).toBe('{"b":{"c":[3,1],"d":1}}');
});
