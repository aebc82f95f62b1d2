import { expect, test } from 'vitest';

import { axes, defaultGoal, type SweepSpec } from './spec.ts';

test('axes are the parameters with more than one value, in the order of the spec', () => {
  const parameters: SweepSpec['parameters'] = {
    optimizer: { values: ['sgd', 'adam'] },
    epochs: { values: [3] },
    activation: { values: ['relu', 'none'] },
    lr: { distribution: 'uniform', min: 0, max: 1 },
  };
  expect(axes({ parameters } as SweepSpec)).toEqual(['optimizer', 'activation', 'lr']);
});

test('accuracy is best high, a loss low', () => {
  expect((['test/accuracy', 'test/loss', 'train/loss'] as const).map(defaultGoal)).toEqual([
    'maximize',
    'minimize',
    'minimize',
  ]);
});
