import { describe, expect, test } from 'vitest';
import type { Engine } from './engine/contract.ts';
import { syntheticDataset } from './engine/golden/synthetic.ts';
import { referenceEngine } from './engine/reference/engine.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { partsOf } from './parts.ts';
import { initialParameters, shuffledOrder } from './seed.ts';
import { train, type TrainOptions } from './train.ts';
import {
  at,
  checkpointsOf,
  collect,
  dataset,
  first,
  observed,
  options,
  overriding,
  pointsOf,
  repeated,
  small,
} from './train.fixture.ts';
import { readWeights } from './weights.ts';

describe('what a run reports', () => {
  test('points in order: windows of steps, evaluations after every epoch, then the outcome', async () => {
    const events = await collect(train(options(small)));
    expect(pointsOf(events).map(({ name, step, epoch }) => [name, step, epoch])).toEqual([
      ['train/loss', 3, 0.75],
      ['test/loss', 4, 1],
      ['test/accuracy', 4, 1],
      ['train/loss', 6, 1.5],
      ['test/loss', 8, 2],
      ['test/accuracy', 8, 2],
      ['train/loss', 9, 2.25],
      ['train/loss', 12, 3],
      ['test/loss', 12, 3],
      ['test/accuracy', 12, 3],
    ]);
    expect(checkpointsOf(events).map(({ step }) => step)).toEqual([4, 8, 12]);
    expect(events.at(-2)).toHaveProperty('type', 'checkpoint');
    expect(events.at(-1)).toEqual({ type: 'finished', outcome: 'completed' });
  });

  test('that it is ending, before the last evaluation, also of a run that diverges', async () => {
    for (const given of [small, { ...small, optimizer: 'sgd', lr: 1e20, activation: 'none' }]) {
      const types = (await collect(train(options(given)))).map(({ type }) => type);
      expect(types.filter((type) => type === 'ending')).toHaveLength(1);
      expect(types.slice(types.indexOf('ending'))).toEqual(['ending', 'metrics', 'checkpoint', 'finished']);
    }
  });

  test('train/loss is the mean of the batch losses, and every image is trained on, in the order of seed and epoch', async () => {
    const { engine, batches, losses } = observed();
    const events = await collect(train(options(small, { engine })));
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 4, 1, 4, 4, 4, 1, 4, 4, 4, 1]);
    for (const epoch of [0, 1, 2]) {
      expect(batches.slice(4 * epoch, 4 * epoch + 4).flatMap((batch) => [...batch])).toEqual([
        ...shuffledOrder(13, 1, epoch),
      ]);
    }
    const means = [0, 3, 6, 9].map((at) => (losses[at] + losses[at + 1] + losses[at + 2]) / 3);
    expect(pointsOf(events, 'train/loss').map(({ value }) => value)).toEqual(means);
  });

  test('evaluations are those of the engine on the whole test set', async () => {
    const events = await collect(train(options({ ...small, epochs: 1 })));
    const hyperparameters = parseHyperparameters(small);
    const state = { step: 0, parameters: readWeights(checkpointsOf(events).at(-1)!.content), slots: {} };
    const model = await referenceEngine.createModel(hyperparameters, dataset, state);
    const { loss, accuracy } = await model.evaluate(dataset.test);
    expect(pointsOf(events, 'test/loss')[0].value).toBeCloseTo(loss, 12);
    expect(pointsOf(events, 'test/accuracy')[0].value).toBe(accuracy);
  });

  test('a test set of several pieces, with class weights, is one weighted mean', async () => {
    const larger = { train: dataset.train, test: repeated(300, syntheticDataset().test) };
    const class_weights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const given = { optimizer: 'sgd', epochs: 1, batch_size: 13, class_weights };
    const events = await collect(train(options(given, { dataset: larger })));
    const state = { step: 0, parameters: readWeights(checkpointsOf(events)[0].content), slots: {} };
    const model = await referenceEngine.createModel(parseHyperparameters(given), larger, state);
    const { loss, accuracy } = await model.evaluate(larger.test);
    expect(pointsOf(events, 'test/loss')[0].value).toBeCloseTo(loss, 12);
    expect(pointsOf(events, 'test/accuracy')[0].value).toBe(accuracy);
  });

  test('limit takes the first images, shuffle: false in their order', async () => {
    const { engine, batches } = observed();
    await collect(train(options({ ...small, epochs: 2, limit: 6, shuffle: false }, { engine })));
    expect(batches.map((batch) => [...batch])).toEqual([
      [0, 1, 2, 3],
      [4, 5],
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });

  test('validation images are never trained on, and evaluated after every epoch', async () => {
    const given = { ...small, validation: 5 };
    const { engine, batches } = observed();
    const events = await collect(train(options(given, { engine })));
    const { training, validation } = partsOf(parseHyperparameters(given), dataset, 1);
    for (const epoch of [0, 1, 2]) {
      const seen = batches.slice(2 * epoch, 2 * epoch + 2).flatMap((batch) => [...batch]);
      expect(seen.toSorted((a, b) => a - b)).toEqual([...training]);
    }
    const names = ['test/loss', 'test/accuracy', 'validation/loss', 'validation/accuracy'];
    const evaluated = pointsOf(events).filter(({ name }) => names.includes(name));
    expect(evaluated.map(({ name, step }) => `${step} ${name}`)).toEqual(
      [2, 4, 6].flatMap((step) => names.map((name) => `${step} ${name}`)),
    );
    const state = { step: 0, parameters: readWeights(checkpointsOf(events).at(-1)!.content), slots: {} };
    const model = await referenceEngine.createModel(parseHyperparameters(given), dataset, state);
    const { loss, accuracy } = await model.evaluate(at(validation, dataset.train));
    expect(pointsOf(events, 'validation/loss').at(-1)!.value).toBeCloseTo(loss, 12);
    expect(pointsOf(events, 'validation/accuracy').at(-1)!.value).toBe(accuracy);
  });

  test('initial weights take the place of those of the seed', async () => {
    const given = { ...small, shuffle: false };
    const ofSeed = await collect(train(options(given, { seed: 9 })));
    const ofFile = await collect(train(options(given, { seed: 1, initial: initialParameters(9) })));
    expect(pointsOf(ofFile)).toEqual(pointsOf(ofSeed));
  });
});

describe('outcome', () => {
  test('completed: the run came to its end', async () => {
    const events = await collect(train(options({ optimizer: 'adam', epochs: 4, batch_size: 4 })));
    expect(events.at(-1)).toEqual({ type: 'finished', outcome: 'completed' });
  });

  test('diverged: the run ends with the evaluation of that epoch', async () => {
    const events = await collect(train(options({ ...small, optimizer: 'sgd', lr: 1e20, activation: 'none' })));
    expect(pointsOf(events, 'test/loss')).toEqual([{ name: 'test/loss', step: 4, epoch: 1, value: NaN }]);
    expect(events.at(-1)).toEqual({ type: 'finished', outcome: 'diverged' });
  });

  test('diverged: weights that are not finite are enough', async () => {
    const initial = initialParameters(1);
    const engine: Engine = {
      ...referenceEngine,
      createModel: async (hyperparameters, images, state) => {
        const model = await referenceEngine.createModel(hyperparameters, images, state);
        const save = async () => {
          const saved = await model.save();
          saved.parameters[5] = Infinity;
          return saved;
        };
        return overriding(model, { save });
      },
    };
    const events = await collect(train(options(small, { engine, initial })));
    expect(events.at(-1)).toEqual({ type: 'finished', outcome: 'diverged' });
  });
});

describe('refuses before it starts', () => {
  test.each([
    ['a limit beyond the training set', { given: { ...small, limit: 14 } }, 'limit: 14 is more than the 13 images'],
    ['a seed that is no 32-bit number', { seed: -1 }, 'seed: expected a whole number from 0 to 4294967295, got -1'],
    ['a seed with a fraction', { seed: 1.5 }, 'seed: expected a whole number from 0 to 4294967295, got 1.5'],
    ['other initial weights', { initial: new Float32Array(7) }, '7 initial weights were given; LeNet has 62006'],
    [
      'an empty training set',
      { dataset: { ...dataset, train: first(0, dataset.train) } },
      '0 training and 7 test images',
    ],
    ['an empty test set', { dataset: { ...dataset, test: first(0, dataset.test) } }, '13 training and 0 test images'],
  ])('%s', async (_what, { given = small, ...changed }: Partial<TrainOptions> & { given?: object }, problem) => {
    await expect(train(options(given, changed)).next()).rejects.toThrow(problem);
  });

  test('a checkpoint of another training set', async () => {
    const events = await collect(train(options({ ...small, epochs: 1 })));
    const checkpoint = checkpointsOf(events)[0].content;
    const fewer = { ...dataset, train: first(5, dataset.train) };
    await expect(train(options({ ...small, epochs: 1 }, { checkpoint, dataset: fewer })).next()).rejects.toThrow(
      'The checkpoint is of step 4, epoch 1, batch 0, which does not fit 1 epochs of 2 batches.',
    );
  });
});
