import { createHash } from 'node:crypto';
import type { Dataset, Split } from '@gridsweep/cifar10';
import type { MetricPoint, TrainEvent } from '@gridsweep/sweep';
import type { Engine, Model } from './engine/contract.ts';
import { syntheticDataset } from './engine/golden/synthetic.ts';
import { referenceEngine } from './engine/reference/engine.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import type { TrainOptions } from './train.ts';

export const dataset = { train: first(13, syntheticDataset().train), test: first(7, syntheticDataset().test) };
/** 13 images in batches of 4: 3 whole ones and one of a single image. */
export const small = { optimizer: 'adam', batch_size: 4, epochs: 3, log_every: 3 };

export function options(given: object, changed: Partial<TrainOptions> = {}): TrainOptions {
  return { engine: referenceEngine, dataset, hyperparameters: parseHyperparameters(given), seed: 1, ...changed };
}

export async function collect(run: AsyncGenerator<TrainEvent>): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  // Progress depends on the clock.
  for await (const event of run) if (event.type !== 'progress') events.push(event);
  return events;
}

export function pointsOf(events: readonly TrainEvent[], name?: string): MetricPoint[] {
  const points = events.flatMap((event) => (event.type === 'metrics' ? event.points : []));
  return points.filter((point) => name === undefined || point.name === name);
}

export function checkpointsOf(events: readonly TrainEvent[]) {
  return events.flatMap((event) =>
    event.type === 'checkpoint' ? [{ step: event.step, content: event.content as Uint8Array }] : [],
  );
}

/** The last checkpoint in a form that compares quickly. */
export function lastCheckpointOf(events: readonly TrainEvent[]) {
  const last = checkpointsOf(events).at(-1);
  return last && { step: last.step, sha256: createHash('sha256').update(last.content).digest('hex') };
}

export function first(count: number, { images, labels }: Split): Split {
  return { count, images: images.slice(0, count * 3072), labels: labels.slice(0, count) };
}

export function at(places: Uint32Array, { images, labels }: Split): Split {
  return {
    count: places.length,
    images: Uint8Array.from([...places].flatMap((place) => [...images.slice(place * 3072, (place + 1) * 3072)])),
    labels: Uint8Array.from(places, (place) => labels[place]),
  };
}

export function repeated(count: number, split: Split): Split {
  const at = (index: number, size: number) => index % (split.count * size);
  return {
    count,
    images: Uint8Array.from({ length: count * 3072 }, (_, i) => split.images[at(i, 3072)]),
    labels: Uint8Array.from({ length: count }, (_, i) => split.labels[at(i, 1)]),
  };
}

/** A model of which some methods do something else. */
export function overriding(model: Model, methods: Partial<Model>): Model {
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
export function observed() {
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
export function calling(afterChunk: () => void): Engine {
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
