import { expect, test } from 'vitest';
import { syntheticDataset } from './engine/golden/synthetic.ts';
import { referenceEngine } from './engine/reference/engine.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { train } from './train.ts';
import { lenetWorkload } from './workload.ts';

test.each([
  [{ optimizer: 'sgd' }, 10 * 782],
  [{ optimizer: 'sgd', epochs: 3, batch_size: 50_000 / 8 }, 3 * 8],
  [{ optimizer: 'adam', epochs: 2, batch_size: 64, limit: 65 }, 4],
  [{ optimizer: 'adam', epochs: 1, batch_size: 64, limit: 1 }, 1],
  [{ optimizer: 'adam', validation: 5000 }, 10 * 704],
  [{ optimizer: 'adam', validation: 5000, limit: 65 }, 10 * 2],
])('steps of %o', (given, steps) => {
  expect(lenetWorkload.plannedSteps({ ...parseHyperparameters(given) })).toBe(steps);
});

test('a run makes the steps that are planned and reports the metrics that are declared', async () => {
  const given = { optimizer: 'sgd', epochs: 2, batch_size: 4, limit: 6, validation: 5, log_every: 1 };
  const hyperparameters = parseHyperparameters(given);
  const names = new Set<string>();
  let steps = 0;
  for await (const event of train({ engine: referenceEngine, dataset: syntheticDataset(), hyperparameters, seed: 1 })) {
    if (event.type !== 'metrics') continue;
    for (const { name, step } of event.points) {
      names.add(name);
      steps = Math.max(steps, step);
    }
  }
  expect([...names].toSorted()).toEqual(lenetWorkload.metrics.map(({ name }) => name).toSorted());
  expect(steps).toBe(lenetWorkload.plannedSteps({ ...hyperparameters }));
});

test('what guessing gives is declared of every metric, and what chooses is declared too', () => {
  const names = lenetWorkload.metrics.map(({ name }) => name);
  for (const { unit, chance, chooseBy } of lenetWorkload.metrics) {
    expect(chance).toBeCloseTo(unit === 'fraction' ? 0.1 : 2.302585, 6);
    if (chooseBy !== undefined) expect(names).toContain(chooseBy);
  }
});

test('its method tells the constants of the preprocessing', () => {
  const text = lenetWorkload.method({ shuffle: true }).sentences.join(' ');
  for (const said of [
    '0.4914, 0.48216, 0.44653',
    '0.24703, 0.24349, 0.26159',
    '50,000 training',
    '62,006 parameters',
  ]) {
    expect(text).toContain(said);
  }
});

test('its method says only what these trials did', () => {
  expect(lenetWorkload.method({ shuffle: true }).sentences.join(' ')).not.toMatch(/kept apart|own order/);
  const told = lenetWorkload.method({ shuffle: false, validation: 5000, limit: 1000 }).sentences.join(' ');
  expect(told).toContain("5,000, drawn with the trial's seed, were kept apart");
  expect(told).toContain("the first 1,000 of its training images once, in the data set's own order");
});
