import { describe, expect, test } from 'vitest';

import { canonicalJson } from './canonical-json.ts';
import { cellId, sweepId, trialId } from './identity.ts';
import { parseSpec } from './parse-spec.ts';
import type { SweepSpec } from './spec.ts';
import { testWorkload } from './test-workload.ts';

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

test('canonical JSON sorts keys at every depth and keeps lists', () => {
  expect(canonicalJson({ b: { d: 1, c: [3, 1] }, a: undefined })).toBe('{"b":{"c":[3,1],"d":1}}');
});
