import type { Parameters } from '@gridsweep/sweep';
import { expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord, learningRatesRecord, optimizersRecord, trial } from '../example-records.ts';
import { twoWayGrid } from './two-way-grid.ts';

function gridOf(axes: readonly string[], cells: readonly Parameters[]) {
  const trials = cells.map((parameters, index) => ({ ...trial(index, parameters), parameters }));
  return twoWayGrid(summarize({ ...optimizersRecord(), axes, trials }));
}

test('the axis with more values gives the rows, values in the order of the sweep', () => {
  const grid = twoWayGrid(summarize(learningRatesRecord()));
  expect(grid?.rows).toMatchObject({
    name: 'lr',
    labels: ['0.001', '0.005', '0.01', '0.1'],
    exact: [0.001, 0.005, 0.01, 0.1],
  });
  expect(grid?.columns).toMatchObject({ name: 'activation', labels: ['relu', 'none'] });
  expect(grid?.cellAt(2, 1)?.label).toBe('lr 0.01 · activation none');
});

test('a parameter that only one optimizer has goes with the optimizer', () => {
  const grid = twoWayGrid(summarize(commandRecord()));
  expect(grid?.rows).toMatchObject({
    name: 'optimizer · momentum',
    labels: ['momentum · momentum 0.8', 'momentum · momentum 0.9', 'adam'],
  });
  expect(grid?.columns).toMatchObject({ name: 'lr', exact: [0.01, 0.1] });
  expect(grid?.cellAt(2, 0)?.parameters).toEqual({ optimizer: 'adam', lr: 0.01 });
});

test('so does a parameter of such a parameter', () => {
  const settings: readonly Parameters[] = [
    { optimizer: 'sgd' },
    { optimizer: 'momentum', nesterov: false },
    { optimizer: 'momentum', nesterov: true, damping: 0 },
    { optimizer: 'momentum', nesterov: true, damping: 1 },
  ];
  const cells = [1, 2].flatMap((lr) => settings.map((setting) => ({ ...setting, lr })));
  const grid = gridOf(['optimizer', 'nesterov', 'damping', 'lr'], cells);
  expect(grid?.rows.labels).toEqual([
    ...['sgd', 'momentum · nesterov false'],
    ...['momentum · nesterov true · damping 0', 'momentum · nesterov true · damping 1'],
  ]);
});

test('one direction alone, one that is not full, and a value that is null instead of absent', () => {
  const settings: readonly Parameters[] = [
    { optimizer: 'momentum', momentum: 0.8 },
    { optimizer: 'momentum', momentum: 0.9 },
    { optimizer: 'adam' },
  ];
  expect(gridOf(['optimizer', 'momentum'], settings)).toBeUndefined();
  const crossed = [1, 2].flatMap((lr) => settings.map((setting) => ({ ...setting, lr })));
  expect(gridOf(['optimizer', 'momentum', 'lr'], crossed.slice(1))).toBeUndefined();
  const nulls = [null, 1].flatMap((limit) => [1, 2].map((lr) => ({ limit, lr })));
  expect(gridOf(['limit', 'lr'], nulls)?.rows.labels).toEqual(['none', '1']);
});
