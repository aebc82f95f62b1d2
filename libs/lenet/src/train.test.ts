import { createHash } from 'node:crypto';
import type { Dataset, Split } from '@gridsweep/cifar10';
import type { MetricPoint, TrainEvent } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { shuffledOrder, initialParameters } from './seed.ts';
import type { Engine, Model } from './engine/contract.ts';
import { syntheticDataset } from './engine/golden/synthetic.ts';
import { referenceEngine } from './engine/reference/engine.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { partsOf } from './parts.ts';
import { train, type TrainOptions } from './train.ts';
import { readWeights, readWeightsWithOrigin } from './weights.ts';

const dataset = { train: first(13, syntheticDataset().train), test: first(7, syntheticDataset().test) };
/** 13 images in batches of 4: 3 whole ones and one of a single image. */
const small = { optimizer: 'adam', batch_size: 4, epochs: 3, log_every: 3 };

/** Its test loss rises and falls: the highest stands for the best. */
const wavy = { optimizer: 'momentum', lr: 0.05, batch_size: 4, epochs: 6 };

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

describe('I5: the same bits', () => {
  const given = { ...small, log_every: 1 };

  test('when run twice; others with another seed', async () => {
    const points = pointsOf(await collect(train(options(given))));
    expect(pointsOf(await collect(train(options(given))))).toEqual(points);
    expect(pointsOf(await collect(train(options(given, { seed: 2 }))))).not.toEqual(points);
  });

  test.each([{ log_every: 1 }, { log_every: 3 }, { log_every: 3, validation: 3 }])(
    'when resumed from any epoch (%j)',
    async (changed) => {
      const events = await collect(train(options({ ...small, ...changed })));
      for (const { step, content } of checkpointsOf(events)) {
        const rest = await collect(train(options({ ...small, ...changed }, { checkpoint: content })));
        expect(pointsOf(rest)).toEqual(pointsOf(events).filter((point) => point.step > step));
        expect(rest.at(-1)).toEqual(events.at(-1));
        expect(lastCheckpointOf(rest)).toEqual(rest.length === 1 ? undefined : lastCheckpointOf(events));
      }
    },
  );

  test('when drained after every chunk of steps and resumed', async () => {
    const whole = await collect(train(options(small)));
    const pieces: TrainEvent[] = [];
    const stops: number[] = [];
    let checkpoint: Uint8Array | undefined;
    while (pieces.at(-1)?.type !== 'finished') {
      const drain = new AbortController();
      const engine = calling(() => drain.abort());
      const events = await collect(train(options(small, { engine, checkpoint, drain: drain.signal })));
      pieces.push(...events);
      if (events.at(-1)?.type === 'drained') {
        const saved = events.at(-2)!;
        if (saved.type !== 'checkpoint') throw new Error('A drained run saves last.');
        stops.push(saved.step);
        checkpoint = saved.content as Uint8Array;
      }
    }
    // Each attempt trains one chunk of one step, or evaluates.
    expect(stops).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(pointsOf(pieces)).toEqual(pointsOf(whole));
    expect(pieces.at(-1)).toEqual(whole.at(-1));
    expect(lastCheckpointOf(pieces)).toEqual(lastCheckpointOf(whole));
  });

  test('when a diverged run is drained and resumed', async () => {
    const wild = { optimizer: 'sgd', lr: 1e20, activation: 'none', batch_size: 4, log_every: 3 };
    const whole = await collect(train(options(wild)));
    const drain = new AbortController();
    let calls = 0;
    const engine = calling(() => {
      if (++calls === 2) drain.abort();
    });
    const before = await collect(train(options(wild, { engine, drain: drain.signal })));
    const after = await collect(train(options(wild, { checkpoint: checkpointsOf(before).at(-1)!.content })));
    expect(before.at(-1)).toEqual({ type: 'drained' });
    expect(pointsOf([...before, ...after])).toEqual(pointsOf(whole));
    expect(after.at(-1)).toEqual(whole.at(-1));
  });
});

describe('weights to keep', () => {
  const best = { which: 'best', metric: 'test/loss', goal: 'maximize' } as const;
  const weightsOf = (events: readonly TrainEvent[]) =>
    events.flatMap((event) => {
      if (event.type !== 'weights') return [];
      return [{ step: event.step, ...readWeightsWithOrigin(event.content as Uint8Array) }];
    });

  test('none where none are wanted', async () => {
    expect(weightsOf(await collect(train(options(small))))).toEqual([]);
  });

  test('the last: those of the end, with where they come from', async () => {
    const events = await collect(train(options(small, { keep: { which: 'last' } })));
    const [kept, ...more] = weightsOf(events);
    expect(more).toEqual([]);
    expect(kept.parameters).toEqual(readWeights(checkpointsOf(events).at(-1)!.content));
    expect(kept.origin).toEqual({
      hyperparameters: parseHyperparameters(small),
      ...{ seed: 1, step: 12, epoch: 3 },
      metrics: {
        'test/loss': pointsOf(events, 'test/loss')[2].value,
        'test/accuracy': pointsOf(events, 'test/accuracy')[2].value,
      },
    });
    expect(events.slice(-3).map(({ type }) => type)).toEqual(['weights', 'checkpoint', 'finished']);
  });

  test('the best: at each improvement, before the checkpoint that remembers it', async () => {
    const events = await collect(train(options(wavy, { keep: best })));
    const losses = pointsOf(events, 'test/loss').map(({ value }) => value);
    const improving = losses.flatMap((loss, at) =>
      loss > Math.max(-Infinity, ...losses.slice(0, at)) ? [at + 1] : [],
    );
    expect(improving.length).toBeGreaterThan(1);
    expect(improving.length).toBeLessThan(losses.length);
    expect(weightsOf(events).map(({ origin }) => origin!.epoch)).toEqual(improving);
    for (const [at, event] of events.entries()) {
      if (event.type === 'weights') expect(events[at + 1]).toMatchObject({ type: 'checkpoint', step: event.step });
    }
  });

  test('I5: resumed from any epoch, the same follow', async () => {
    for (const keep of [best, { which: 'last' } as const]) {
      const events = await collect(train(options(wavy, { keep })));
      for (const { step, content } of checkpointsOf(events)) {
        const rest = await collect(train(options(wavy, { keep, checkpoint: content })));
        expect(weightsOf(rest)).toEqual(weightsOf(events).filter((kept) => kept.step > step));
      }
    }
  });

  test('none of an epoch in which it diverged', async () => {
    const wild = { ...small, optimizer: 'sgd', lr: 1e20, activation: 'none' };
    for (const keep of [{ ...best, metric: 'test/accuracy' } as const, { which: 'last' } as const]) {
      expect(weightsOf(await collect(train(options(wild, { keep }))))).toEqual([]);
    }
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

describe('stopping', () => {
  test('a drain before the first step saves the initial state', async () => {
    const events = await collect(train(options(small, { drain: AbortSignal.abort() })));
    expect(events.map(({ type }) => type)).toEqual(['checkpoint', 'drained']);
    const { content } = checkpointsOf(events)[0];
    expect(readWeights(content)).toEqual(initialParameters(1));
    const rest = await collect(train(options(small, { checkpoint: content })));
    expect(pointsOf(rest)).toEqual(pointsOf(await collect(train(options(small)))));
  });

  test('cancelling throws at the next chunk and frees the model', async () => {
    const controller = new AbortController();
    const { engine, batches, disposed } = observed();
    const run = train(options({ ...small, log_every: 1 }, { engine, signal: controller.signal }));
    await run.next();
    controller.abort();
    await expect(run.next()).rejects.toMatchObject({ name: 'GridsweepError', code: 'cancelled' });
    expect(batches).toHaveLength(1);
    expect(disposed()).toBe(1);
  });

  test('a consumer that stops early frees the model', async () => {
    const { engine, disposed } = observed();
    for await (const event of train(options(small, { engine }))) if (event.type === 'metrics') break;
    expect(disposed()).toBe(1);
  });

  test('the event loop gets its turn between chunks of steps', async () => {
    const { engine, batches } = observed();
    const seen: number[] = [];
    const tick = () => {
      seen.push(batches.length);
      pending = setImmediate(tick);
    };
    let pending = setImmediate(tick);
    await collect(train(options(small, { engine })));
    clearImmediate(pending);
    expect(new Set(seen).size).toBeGreaterThan(3);
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

function options(given: object, changed: Partial<TrainOptions> = {}): TrainOptions {
  return { engine: referenceEngine, dataset, hyperparameters: parseHyperparameters(given), seed: 1, ...changed };
}

async function collect(run: AsyncGenerator<TrainEvent>): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  // Progress depends on the clock.
  for await (const event of run) if (event.type !== 'progress') events.push(event);
  return events;
}

function pointsOf(events: readonly TrainEvent[], name?: string): MetricPoint[] {
  const points = events.flatMap((event) => (event.type === 'metrics' ? event.points : []));
  return points.filter((point) => name === undefined || point.name === name);
}

function checkpointsOf(events: readonly TrainEvent[]) {
  return events.flatMap((event) =>
    event.type === 'checkpoint' ? [{ step: event.step, content: event.content as Uint8Array }] : [],
  );
}

/** The last checkpoint in a form that compares quickly. */
function lastCheckpointOf(events: readonly TrainEvent[]) {
  const last = checkpointsOf(events).at(-1);
  return last && { step: last.step, sha256: createHash('sha256').update(last.content).digest('hex') };
}

function first(count: number, { images, labels }: Split): Split {
  return { count, images: images.slice(0, count * 3072), labels: labels.slice(0, count) };
}

function at(places: Uint32Array, { images, labels }: Split): Split {
  return {
    count: places.length,
    images: Uint8Array.from([...places].flatMap((place) => [...images.slice(place * 3072, (place + 1) * 3072)])),
    labels: Uint8Array.from(places, (place) => labels[place]),
  };
}

function repeated(count: number, split: Split): Split {
  const at = (index: number, size: number) => index % (split.count * size);
  return {
    count,
    images: Uint8Array.from({ length: count * 3072 }, (_, i) => split.images[at(i, 3072)]),
    labels: Uint8Array.from({ length: count }, (_, i) => split.labels[at(i, 1)]),
  };
}

/** A model of which some methods do something else. */
function overriding(model: Model, methods: Partial<Model>): Model {
  return {
    train: (batches) => model.train(batches),
    evaluate: (split) => model.evaluate(split),
    predict: (images) => model.predict(images),
    save: () => model.save(),
    dispose: () => model.dispose(),
    ...methods,
  };
}

/** The reference engine, noting what it is asked for. */
function observed() {
  const batches: Uint32Array[] = [];
  const losses: number[] = [];
  let disposed = 0;
  const engine: Engine = {
    ...referenceEngine,
    createModel: async (hyperparameters, images: Dataset, state) => {
      const model = await referenceEngine.createModel(hyperparameters, images, state);
      return overriding(model, {
        train: async (given) => {
          batches.push(...given.map((batch) => batch.slice()));
          const result = await model.train(given);
          losses.push(...result);
          return result;
        },
        dispose: () => {
          disposed++;
          model.dispose();
        },
      });
    },
  };
  return { engine, batches, losses, disposed: () => disposed };
}

/** The reference engine, calling back after each chunk of steps. */
function calling(afterChunk: () => void): Engine {
  return {
    ...referenceEngine,
    createModel: async (hyperparameters, images, state) => {
      const model = await referenceEngine.createModel(hyperparameters, images, state);
      return overriding(model, {
        train: async (batches) => {
          const losses = await model.train(batches);
          afterChunk();
          return losses;
        },
      });
    },
  };
}
