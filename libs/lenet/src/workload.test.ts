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
])('steps of %o', (given, steps) => {
  expect(lenetWorkload.plannedSteps({ ...parseHyperparameters(given) })).toBe(steps);
});

test('a run makes the steps that are planned and reports the metrics that are declared', async () => {
  const hyperparameters = parseHyperparameters({ optimizer: 'sgd', epochs: 2, batch_size: 4, limit: 6, log_every: 1 });
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
