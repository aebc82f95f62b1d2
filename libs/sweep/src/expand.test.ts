import { describe, expect, test } from 'vitest';

import { expand } from './expand.ts';
import { trialCount } from './size.ts';
import type { ParameterSpec, SweepSpec } from './spec.ts';
import { testCommand, testWorkload } from './test-workload.ts';

function spec(parameters: Record<string, ParameterSpec>, more: Partial<SweepSpec> = {}): SweepSpec {
  return {
    name: 'x',
    workload: 'test',
    method: 'grid',
    metric: { name: 'test/accuracy', goal: 'maximize' },
    parameters,
    seeds: [0],
    max_retries: 3,
    random_seed: 0,
    ...more,
  };
}

const GRID = spec({ optimizer: { values: ['sgd', 'adam'] }, lr: { values: [0.1, 0.2] } }, { seeds: [7, 3] });

describe('a grid', () => {
  test('is in the order of the spec: the last parameter varies fastest, seeds innermost', () => {
    const trials = expand(GRID, testWorkload, 'sweep');
    expect(
      trials.map(({ index, parameters, seed }) => [index, parameters['optimizer'], parameters['lr'], seed]),
    ).toEqual([
      [0, 'sgd', 0.1, 7],
      [1, 'sgd', 0.1, 3],
      [2, 'sgd', 0.2, 7],
      [3, 'sgd', 0.2, 3],
      [4, 'adam', 0.1, 7],
      [5, 'adam', 0.1, 3],
      [6, 'adam', 0.2, 7],
      [7, 'adam', 0.2, 3],
    ]);
  });

  test('has the defaults of the workload in every trial', () => {
    const [trial] = expand(spec({ optimizer: { values: ['momentum'] } }), testWorkload, 'sweep');
    expect(trial!.parameters).toEqual({
      optimizer: 'momentum',
      lr: 0.01,
      momentum: 0.9,
      epochs: 10,
      limit: null,
      shuffle: true,
    });
  });

  test('of no parameters is one cell', () => {
    expect(expand(spec({}, { seeds: [0, 1, 2] }), testWorkload, 'sweep')).toHaveLength(3);
  });

  test('is cut by run_cap, which counts cells', () => {
    const capped = { ...GRID, run_cap: 3 };
    expect(expand(capped, testWorkload, 'sweep')).toEqual(expand(GRID, testWorkload, 'sweep').slice(0, 6));
    expect(trialCount(capped)).toBe(6);
  });

  test('that cannot be run is refused', () => {
    const seconds = { values: Array.from({ length: 1000 }, (_, index) => index + 1) };
    expect(() => expand(spec({ lr: seconds, epochs: seconds }), testWorkload, 's')).toThrow('at most 100,000 trials');
    expect(() => expand(spec({ lr: { values: [-1] } }), testWorkload, 's')).toThrow(
      'cell 0 is refused: expected a number',
    );
    expect(() => expand(spec({ momentum: { values: [0.1, 0.2] } }), testWorkload, 's')).toThrow(
      'cells 0 and 1 are the same',
    );
    const range = spec({ lr: { distribution: 'uniform', min: 1, max: 2 } });
    expect(() => expand(range, testWorkload, 's')).toThrow('set method: random');
  });
});

describe('a random sweep', () => {
  const random = spec(
    {
      optimizer: { values: ['sgd', 'adam'] },
      lr: { distribution: 'log_uniform_values', min: 1e-4, max: 1 },
      epochs: { distribution: 'int_uniform', min: 3, max: 9 },
    },
    { method: 'random', run_cap: 200 },
  );

  test('draws run_cap different cells from its ranges', () => {
    const trials = expand(random, testWorkload, 'sweep');
    expect(new Set(trials.map(({ cellId }) => cellId)).size).toBe(200);
    for (const { parameters } of trials) {
      expect(['sgd', 'adam']).toContain(parameters['optimizer']);
      expect(parameters['lr']).toSatisfy((lr: number) => lr >= 1e-4 && lr < 1);
      expect([3, 4, 5, 6, 7, 8, 9]).toContain(parameters['epochs']);
    }
    const small = trials.filter(({ parameters }) => (parameters['lr'] as number) < 1e-2);
    expect(small.length).toBeGreaterThan(70);
    expect(small.length).toBeLessThan(130);
  });

  test('draws the same cells again from the same random_seed, whatever the order of its keys, and others from another', () => {
    const parameters = Object.fromEntries(Object.entries(random.parameters).reverse());
    const trials = expand(random, testWorkload, 'sweep');
    expect(expand({ ...random, parameters }, testWorkload, 'sweep')).toEqual(trials);
    const others = expand({ ...random, random_seed: 1 }, testWorkload, 'sweep').map(({ id }) => id);
    expect(trials.filter(({ id }) => others.includes(id)).length).toBeLessThan(trials.length / 10);
  });

  test('finds every cell where there are only so many', () => {
    const all = spec({ epochs: { distribution: 'int_uniform', min: 1, max: 500 } }, { method: 'random', run_cap: 500 });
    expect(new Set(expand(all, testWorkload, 's').map(({ parameters }) => parameters['epochs'])).size).toBe(500);
    expect(() => expand({ ...all, run_cap: 501 }, testWorkload, 's')).toThrow('the parameters give only 500');
  });

  test('of few cells answers at once, whatever run_cap asks for', () => {
    const few = spec({ optimizer: { values: ['sgd', 'adam'] }, epochs: { values: [1, 2, 3] } }, { method: 'random' });
    expect(() => expand({ ...few, run_cap: 100_000 }, testWorkload, 's')).toThrow('the parameters give only 6');
    expect(expand({ ...few, run_cap: 6 }, testWorkload, 's')).toHaveLength(6);
    let parsed = 0;
    const counting = {
      ...testWorkload,
      schema: testWorkload.schema.transform((value) => {
        parsed++;
        return value;
      }),
    };
    // Endless numbers that change nothing: sgd has no momentum.
    const same = spec(
      { momentum: { distribution: 'uniform', min: 0, max: 0.9 } },
      { method: 'random', run_cap: 100_000 },
    );
    expect(() => expand(same, counting, 's')).toThrow('the parameters give only 1;');
    expect(parsed).toBeLessThan(2000);
  });

  test('finds also the cells that are drawn rarely', () => {
    const epochs = Array.from({ length: 500 }, (_, index) => index + 1);
    const rare = spec(
      {
        optimizer: { values: ['sgd', 'momentum', 'adam'] },
        shuffle: { values: [true, false], when: { optimizer: ['adam'] } },
        limit: { values: epochs, when: { shuffle: [true] } },
      },
      { method: 'random', run_cap: 503 },
    );
    const trials = expand(rare, testWorkload, 's');
    expect(new Set(trials.map(({ cellId }) => cellId)).size).toBe(503);
    const reversed = Object.fromEntries(Object.entries(rare.parameters).reverse());
    expect(expand({ ...rare, parameters: reversed }, testWorkload, 's')).toEqual(trials);
  });
});

test("an optimizer's own parameter is crossed with the optimizers", () => {
  const parameters: SweepSpec['parameters'] = {
    optimizer: { values: ['sgd', 'momentum', 'adam'] },
    momentum: { values: [0.8, 0.9], when: { optimizer: ['momentum'] } },
    betas: {
      values: [
        [0.9, 0.999],
        [0.8, 0.9],
      ],
      when: { optimizer: ['adam'] },
    },
    lr: { values: [0.1, 0.2] },
  };
  const trials = expand(spec(parameters, { seeds: [0, 1] }), testWorkload, 's');
  expect(trials).toHaveLength((1 + 2 + 2) * 2 * 2);
  expect(trialCount(spec(parameters, { seeds: [0, 1] }))).toBe(20);
  for (const { parameters: full } of trials) expect('betas' in full).toBe(full['optimizer'] === 'adam');
});

test('cells that were found before are taken as they are', () => {
  const cells = [{ id: 'c', parameters: { lr: 1 } }];
  expect(expand(GRID, testWorkload, 'sweep', cells).map(({ cellId, seed, index }) => [cellId, seed, index])).toEqual([
    ['c', 7, 0],
    ['c', 3, 1],
  ]);
});

test('what the workload finds wrong with the spec is refused', () => {
  const command = spec({}, { workload: 'command', command: ['a', '${param:lr}'] });
  expect(() => expand(command, testCommand, 's')).toThrow('cannot be run: there is no parameter lr.');
});
