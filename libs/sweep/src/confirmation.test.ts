import { describe, expect, test } from 'vitest';

import { confirmationOf } from './confirmation.ts';
import { expand } from './expand.ts';
import { sweepId } from './identity.ts';
import { parseSpec } from './parse-spec.ts';
import { formatProblem } from './problem.ts';
import type { SweepSpec } from './spec.ts';
import { testWorkload } from './test-workload.ts';

function parse(text: string): SweepSpec {
  const result = parseSpec(text, [testWorkload]);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.spec;
}

function cells(spec: SweepSpec): string[] {
  return [...new Set(expand(spec, testWorkload, 'one').map(({ cellId }) => cellId))];
}

const GRID = parse(`name: crossed
workload: test
max_retries: 1
parameters:
  epochs: { value: 5 }
  optimizer: { values: [sgd, momentum, adam] }
  lr: { values: [0.1, 0.2] }
  momentum: { values: [0.8, 0.9], when: { optimizer: momentum } }
seeds: 3`);

describe('a confirmation', () => {
  const [sgd, , , , last] = cells(GRID);
  const wanted = { sweepId: 'me7rar8k1811', cellIds: [last!, sgd!], seeds: 2 };
  const spec = confirmationOf(GRID, testWorkload, wanted);

  test('has the wanted cells in the order of the sweep, with the ids that they have there', () => {
    expect(cells(spec)).toEqual([sgd, last]);
    expect(spec).toMatchObject({
      name: 'crossed-confirmation',
      confirms: 'me7rar8k1811',
      max_retries: 1,
      parameters: { epochs: { values: [5] } },
      cells: [
        { optimizer: 'sgd', lr: 0.1 },
        { optimizer: 'momentum', lr: 0.2, momentum: 0.8 },
      ],
    });
  });

  test('has seeds that the sweep did not have', () => {
    expect(spec.seeds).toEqual([3, 4]);
    const { seeds } = confirmationOf({ ...GRID, seeds: [7, 2] }, testWorkload, { ...wanted, seeds: 3 });
    expect(seeds).toEqual([8, 9, 10]);
    const atEnd = { ...GRID, seeds: [0, 2, 2 ** 32 - 2] };
    expect(confirmationOf(atEnd, testWorkload, { ...wanted, seeds: 3 }).seeds).toEqual([1, 3, 4]);
    expect(confirmationOf(atEnd, testWorkload, { ...wanted, seeds: 1 }).seeds).toEqual([2 ** 32 - 1]);
  });

  test('is the same sweep again, and a spec that can be read', () => {
    const again = confirmationOf(GRID, testWorkload, { ...wanted, cellIds: [sgd!, last!] });
    expect(sweepId(again)).toBe(sweepId(spec));
    expect(sweepId(parse(JSON.stringify(spec)))).toBe(sweepId(spec));
  });

  test('of a random sweep keeps what was drawn to the last digit', () => {
    const drawn = parse(`name: ${'x'.repeat(100)}
workload: test
method: random
run_cap: 20
random_seed: 3
parameters: { lr: { min: 1e-4, max: 0.1 }, optimizer: { values: [sgd, adam] } }`);
    const ids = cells(drawn);
    const confirmation = confirmationOf(drawn, testWorkload, { ...wanted, cellIds: [ids[11]!, ids[4]!] });
    expect(cells(confirmation)).toEqual([ids[4], ids[11]]);
    expect(cells(parse(JSON.stringify(confirmation)))).toEqual([ids[4], ids[11]]);
    expect(confirmation.name).toBe(`${'x'.repeat(87)}-confirmation`);
    const cut = confirmationOf({ ...drawn, name: `${'x'.repeat(86)}😀 of smiles` }, testWorkload, {
      ...wanted,
      cellIds: [ids[4]!],
    });
    expect(cut.name).toBe(`${'x'.repeat(86)}-confirmation`);
  });

  test('can itself be confirmed', () => {
    const second = confirmationOf(spec, testWorkload, { ...wanted, cellIds: [last!] });
    expect(cells(second)).toEqual([last]);
    expect(second.seeds).toEqual([5, 6]);
  });

  test('of a cell that is not there is refused', () => {
    expect(() => confirmationOf(GRID, testWorkload, { ...wanted, cellIds: [sgd!, 'nowhere'] })).toThrow(
      'The sweep "crossed" has no cell nowhere.',
    );
  });
});
