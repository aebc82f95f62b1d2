import { GridsweepError } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { readGolden } from './engine/golden/trajectories.ts';
import { OPTIMIZERS, parseHyperparameters } from './hyperparameters.ts';
import { lenetWorkload } from './workload.ts';

const TRAINING_DEFAULTS = {
  weight_decay: 0,
  activation: 'relu',
  epochs: 10,
  batch_size: 64,
  log_every: 100,
  shuffle: true,
  limit: null,
  class_weights: null,
};

describe('defaults', () => {
  test("are torch.optim's own", async () => {
    const { defaults } = await readGolden();
    expect(Object.keys(defaults)).toEqual(['sgd', 'rmsprop', 'adam', 'adagrad']);
    for (const [optimizer, ofTorch] of Object.entries(defaults)) {
      expect(parseHyperparameters({ optimizer })).toEqual({ optimizer, ...ofTorch, ...TRAINING_DEFAULTS });
    }
  });

  test('momentum is sgd with momentum 0.9', () => {
    const sgd = parseHyperparameters({ optimizer: 'sgd', momentum: 0.9 });
    expect(parseHyperparameters({ optimizer: 'momentum' })).toEqual({ ...sgd, optimizer: 'momentum' });
  });

  test('stand in for what is given as undefined', () => {
    expect(parseHyperparameters({ optimizer: 'adam', lr: undefined, epochs: undefined })).toEqual(
      parseHyperparameters({ optimizer: 'adam' }),
    );
  });
});

test.each(OPTIMIZERS)('%s: parsing the full configuration again gives it back', (optimizer) => {
  const full = parseHyperparameters({ optimizer, class_weights: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], limit: 5 });
  expect(parseHyperparameters(JSON.parse(JSON.stringify(full)))).toEqual(full);
});

test('validation is in a full configuration only where it was given, so that those of before keep their ids', () => {
  expect(parseHyperparameters({ optimizer: 'sgd' })).not.toHaveProperty('validation');
  expect(parseHyperparameters({ optimizer: 'sgd', validation: undefined })).not.toHaveProperty('validation');
  const full = parseHyperparameters({ optimizer: 'sgd', validation: 5000, limit: 45_000 });
  expect(full).toMatchObject({ validation: 5000, limit: 45_000 });
  expect(parseHyperparameters(full)).toEqual(full);
});

test('limit and validation together are at most the training set', () => {
  expect(messageOf({ optimizer: 'sgd', validation: 5000, limit: 45_001 })).toContain(
    'limit: 45001 is more than the 45000 training images that validation: 5000 leaves',
  );
});

test.each([
  ['sgd', 'betas', [0.9, 0.99], 'adam'],
  ['momentum', 'alpha', 0.9, 'rmsprop'],
  ['adam', 'momentum', 0.9, 'sgd, momentum'],
  ['adagrad', 'momentum', 0, 'sgd, momentum'],
  ['sgd', 'eps', 1e-8, 'rmsprop, adam, adagrad'],
])('%s does not use %s: an error names those that do', (optimizer, name, value, users) => {
  expect(messageOf({ optimizer, [name]: value })).toContain(
    `${name}: ${JSON.stringify(value)} was given, but the optimizer "${optimizer}" does not use ${name}; those that do: ${users}`,
  );
});

test.each([
  ['optimizer', 'Adam', 'sgd, momentum, rmsprop, adam or adagrad'],
  ['activation', 'gelu', 'relu, tanh or none'],
  ['lr', 0, 'a positive number'],
  ['lr', NaN, 'a positive number'],
  ['lr', '0.1', 'a positive number'],
  ['momentum', 1, 'a number of at least 0 and below 1'],
  ['weight_decay', -0.1, 'a number of at least 0'],
  ['weight_decay', Infinity, 'a number of at least 0'],
  ['epochs', 0, 'a whole number from 1 to 100000'],
  ['batch_size', 2.5, 'a whole number from 1 to 8192'],
  ['log_every', 1e30, 'a whole number from 1 to 1000000000'],
  ['limit', 50_001, 'a whole number from 1 to 50000 or null'],
  ['validation', 0, 'a whole number from 1 to 49999'],
  ['validation', 50_000, 'a whole number from 1 to 49999'],
  ['shuffle', 1, 'true or false'],
  ['class_weights', [1, 2], 'a list of 10 positive numbers or null'],
])('%s: %j is refused, saying what is expected', (name, value, expected) => {
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
  const message = messageOf({ optimizer: 'sgd', [name]: value });
  expect(message).toContain(`${name}: expected ${expected}, got ${shown}`);
});

test('reports every error at once', () => {
  const message = messageOf({ optimizer: 'adam', lr: -1, epochs: 1.5, momentum: 0.9, learning_rate: 1 });
  for (const name of ['lr: ', 'epochs: ', 'momentum: 0.9', 'learning_rate: unknown hyperparameter']) {
    expect(message).toContain(name);
  }
});

test.each([null, 'adam', [], {}])('%j is no configuration', (parameters) => {
  expect(messageOf(parameters)).toMatch(/expected (keys with values, got|sgd, momentum)/);
});

test('the workload names every hyperparameter', () => {
  const all = OPTIMIZERS.flatMap((optimizer) => Object.keys(parseHyperparameters({ optimizer })));
  expect([...lenetWorkload.parameterNames].sort()).toEqual([...new Set([...all, 'validation'])].sort());
});

function messageOf(parameters: unknown): string {
  try {
    parseHyperparameters(parameters);
  } catch (error) {
    expect(error).toBeInstanceOf(GridsweepError);
    expect(error).toHaveProperty('code', 'invalid');
    return (error as GridsweepError).message;
  }
  throw new Error(`${JSON.stringify(parameters)} was accepted.`);
}
