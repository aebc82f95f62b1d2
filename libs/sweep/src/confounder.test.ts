import { describe, expect, test } from 'vitest';
import { confounders } from './confounder.ts';
import { expand } from './expand.ts';
import { parseSpec } from './parse-spec.ts';
import { axes } from './spec.ts';
import { testWorkload } from './test-workload.ts';
import type { Parameters } from './trial.ts';

const cells = (all: readonly Parameters[]) => all.map((parameters, at) => ({ id: `cell-${at}`, parameters }));

describe('confounders', () => {
  test('are parameters that differ without being axes, with the cells of each value in order', () => {
    const found = confounders(
      cells([
        { optimizer: 'adam', lr: 0.001, betas: [0.9, 0.999] },
        { optimizer: 'rmsprop', lr: 0.01, betas: [0.9, 0.999] },
        { optimizer: 'sgd', lr: 0.001, betas: [0.9, 0.99] },
      ]),
      ['optimizer'],
    );
    expect(found).toEqual([
      {
        parameter: 'lr',
        values: [
          { value: 0.001, cellIds: ['cell-0', 'cell-2'] },
          { value: 0.01, cellIds: ['cell-1'] },
        ],
      },
      {
        parameter: 'betas',
        values: [
          { value: [0.9, 0.999], cellIds: ['cell-0', 'cell-1'] },
          { value: [0.9, 0.99], cellIds: ['cell-2'] },
        ],
      },
    ]);
  });

  test('are not what some cells alone have, whatever it is', () => {
    const all = cells([{ optimizer: 'adam', eps: 1e-8 }, { optimizer: 'sgd' }, { optimizer: 'adagrad', eps: 1e-10 }]);
    expect(confounders(all, ['optimizer'])).toEqual([]);
    expect(confounders(all.toReversed(), ['optimizer'])).toEqual([]);
    expect(confounders([], ['optimizer'])).toEqual([]);
  });

  test('null is a value like any other', () => {
    const found = confounders(cells([{ limit: null }, { limit: 100 }]), []);
    expect(found[0]?.values.map(({ value }) => value)).toEqual([null, 100]);
  });

  test('of a sweep whose cells lack nothing but their own parameters are none', () => {
    const text = 'name: a\nparameters:\n  optimizer: { values: [momentum, adam] }\n  lr: { value: 0.1 }\n';
    const result = parseSpec(text, [testWorkload]);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const trials = expand(result.spec, testWorkload, 'id');
    const all = trials.map(({ cellId: id, parameters }) => ({ id, parameters }));
    expect(all.map(({ parameters }) => 'momentum' in parameters)).toEqual([true, false]);
    expect(confounders(all, axes(result.spec))).toEqual([]);
  });
});
