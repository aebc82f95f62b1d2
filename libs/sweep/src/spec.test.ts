import { expect, test } from 'vitest';

import { axes, settingsOf, type SweepSpec } from './spec.ts';

test('axes are the parameters with more than one value, in the order of the spec', () => {
  const parameters: SweepSpec['parameters'] = {
    optimizer: { values: ['sgd', 'adam'] },
    epochs: { values: [3] },
    activation: { values: ['relu', 'none'] },
    lr: { distribution: 'uniform', min: 0, max: 1 },
  };
  expect(axes({ parameters } as SweepSpec)).toEqual(['optimizer', 'activation', 'lr']);
});

test('a parameter with a condition is an axis: it is absent from some cells', () => {
  const parameters: SweepSpec['parameters'] = {
    optimizer: { values: ['sgd', 'momentum'] },
    momentum: { values: [0.9], when: { optimizer: ['momentum'] } },
  };
  expect(axes({ parameters } as SweepSpec)).toEqual(['optimizer', 'momentum']);
});

test('settings are what the workload of a command reads', () => {
  const spec = { command: ['python3', '${program}'], program: 'train.py', name: 'x' } as unknown as SweepSpec;
  expect(settingsOf(spec)).toEqual({ command: ['python3', '${program}'], program: 'train.py' });
  expect(settingsOf({ name: 'x' } as SweepSpec)).toEqual({});
});
