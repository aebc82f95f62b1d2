import { CLASSES, type Dataset, type Split } from '@gridsweep/cifar10';
import { beforeAll, describe, expect, test } from 'vitest';
import { PARAMETER_COUNT } from '../architecture.ts';
import { ACTIVATIONS, parseHyperparameters, type Hyperparameters } from '../hyperparameters.ts';
import { initialParameters } from '../seed.ts';
import {
  OPTIMIZER_SLOTS,
  type Engine,
  type Evaluation,
  type MaybePromise,
  type Model,
  type ModelState,
} from './contract.ts';
import { syntheticBatches, syntheticDataset, syntheticParameters } from './golden/synthetic.ts';
import { crossEntropy, predictedClass } from './reference/cross-entropy.ts';
import { referenceEngine } from './reference/engine.ts';
import { readGolden, type Golden, type GoldenEvaluation, type GoldenSnapshot } from './golden/trajectories.ts';

/** An engine may be off from PyTorch's float64 by so many times what PyTorch's own float32 runs are off by at most. */
const SLACK = 10;
/** Where PyTorch happens to be nearer, what float32 can resolve decides, relative to a loss and to a tensor's weights. */
const RESOLUTION = 1e-6;
/**
 * Later on it is enough that means are near, relative to a loss and to how far a tensor's weights have moved: sooner or later
 * rounding decides which of two nearly equal numbers is the maximum of a pool, and from there paths part.
 */
const LATER_RESOLUTION = 0.02;

const { trajectories, tightSteps } = await readGolden();

/** Registers the tests that every engine must pass. */
export function testConformance(createEngine: () => MaybePromise<Engine>): void {
  let engine: Engine;
  const dataset = syntheticDataset();

  beforeAll(async () => {
    engine = await createEngine();
  });

  /** Runs `work` on a model from the synthetic initial weights, or from `state`. */
  async function withModel<T>(
    hyperparameters: Hyperparameters,
    work: (model: Model) => Promise<T>,
    state: ModelState = { step: 0, parameters: syntheticParameters(), slots: {} },
    images: Dataset = dataset,
  ): Promise<T> {
    const model = await engine.createModel(hyperparameters, images, state);
    try {
      return await work(model);
    } finally {
      model.dispose();
    }
  }

  describe('agrees with PyTorch', () => {
    test.each(trajectories)('$name', async (golden) => {
      await withModel(golden.hyperparameters, async (model) => {
        const batches = syntheticBatches(golden.steps, golden.hyperparameters.batch_size, dataset.train.count);
        expectEvaluation(await model.evaluate(dataset.test), golden.evaluations[0], RESOLUTION);
        expectFirstLosses(await model.train(batches.slice(0, tightSteps)), golden.losses);
        const [first, last] = golden.snapshots;
        expectWeights(await model.save(), first, RESOLUTION);
        if (golden.steps === tightSteps) return;

        expectLaterLosses(await model.train(batches.slice(tightSteps)), golden.losses.slice(tightSteps));
        expectWeights(await model.save(), last, LATER_RESOLUTION);
        expectEvaluation(await model.evaluate(dataset.test), golden.evaluations[1], LATER_RESOLUTION);
      });
    });
  });

  describe('I5: gives the same bits', () => {
    const batches = [...syntheticBatches(6, 8, 48), Uint32Array.of(3, 1, 2), Uint32Array.of(7)];
    const cases = Object.keys(OPTIMIZER_SLOTS).map((optimizer) => ({
      optimizer,
      hyperparameters: parseHyperparameters({ optimizer, batch_size: 8, weight_decay: 0.01 }),
    }));

    test.each(cases)('$optimizer: run twice', async ({ hyperparameters }) => {
      const run = (model: Model) => observe(model, batches);
      expect(await withModel(hyperparameters, run)).toEqual(await withModel(hyperparameters, run));
    });

    test.each(cases)('$optimizer: in one call, one call a batch, and saved in between', async ({ hyperparameters }) => {
      const inOne = await withModel(hyperparameters, (model) => observe(model, batches));

      const oneByOne = await withModel(hyperparameters, async (model) => {
        const losses: number[] = [];
        for (const batch of batches.slice(0, -1)) losses.push(...(await model.train([batch])));
        const last = await observe(model, batches.slice(-1));
        return { ...last, losses: [...losses, ...last.losses] };
      });
      expect(oneByOne).toEqual(inOne);

      const half = await withModel(hyperparameters, (model) => observe(model, batches.slice(0, 4)));
      const rest = await withModel(hyperparameters, (model) => observe(model, batches.slice(4)), half.state);
      expect({ ...rest, losses: [...half.losses, ...rest.losses] }).toEqual(inOne);
    });

    test('evaluating, predicting and saving change nothing', async () => {
      const { hyperparameters } = cases[3];
      const undisturbed = await withModel(hyperparameters, (model) => observe(model, batches));
      const disturbed = await withModel(hyperparameters, async (model) => {
        const losses = [...(await model.train(batches.slice(0, 3)))];
        await model.evaluate(dataset.test);
        await model.predict(dataset.test);
        const state = await model.save();
        state.parameters.fill(0);
        const rest = await observe(model, batches.slice(3));
        return { ...rest, losses: [...losses, ...rest.losses] };
      });
      expect(disturbed).toEqual(undisturbed);
    });

    test('two models side by side do not disturb each other', async () => {
      const { hyperparameters } = cases[1];
      const alone = await withModel(hyperparameters, (model) => observe(model, batches));
      const besides = await withModel(hyperparameters, (model) =>
        withModel(cases[3].hyperparameters, async (other) => {
          const losses: number[] = [];
          for (const batch of batches.slice(0, -1)) {
            losses.push(...(await model.train([batch])));
            await other.train([batch]);
          }
          const last = await observe(model, batches.slice(-1));
          return { ...last, losses: [...losses, ...last.losses] };
        }),
      );
      expect(besides).toEqual(alone);
    });
  });

  describe('keeps its state as torch.optim names it', () => {
    test.each(Object.entries(OPTIMIZER_SLOTS))('%s', async (optimizer, slots) => {
      const hyperparameters = parseHyperparameters({ optimizer, batch_size: 4 });
      const { step, parameters, ...saved } = await withModel(hyperparameters, async (model) => {
        await model.train(syntheticBatches(2, 4, 8));
        return model.save();
      });
      expect(step).toBe(2);
      expect(parameters).toHaveLength(PARAMETER_COUNT);
      expect(Object.keys(saved.slots)).toEqual([...slots]);
      for (const values of Object.values(saved.slots)) {
        expect(values).toHaveLength(PARAMETER_COUNT);
        expect(values.some((value) => value !== 0)).toBe(true);
      }
    });
  });

  test('does not change the state that it was created with', async () => {
    const state = { step: 0, parameters: initialParameters(7), slots: {} };
    const hyperparameters = parseHyperparameters({ optimizer: 'adam', batch_size: 4 });
    await withModel(hyperparameters, async (model) => model.train(syntheticBatches(2, 4, 8)), state);
    expect(state).toEqual({ step: 0, parameters: initialParameters(7), slots: {} });
  });

  test('evaluates any number of images, each counted alike', async () => {
    await withModel(parseHyperparameters({ optimizer: 'sgd' }), async (model) => {
      const single: number[] = [];
      let correct = 0;
      for (let image = 0; image < 67; image++) {
        const { loss, accuracy } = await model.evaluate(cut(dataset.test, image, image + 1));
        single.push(loss);
        correct += accuracy;
      }
      const whole = await model.evaluate(cut(dataset.test, 0, 67));
      expect(whole.accuracy).toBeCloseTo(correct / 67, 12);
      expect(whole.loss).toBeCloseTo(single.reduce((sum, loss) => sum + loss, 0) / 67, 6);
    });
  });

  describe('predicts', () => {
    test.each(ACTIVATIONS)('%s: the logits of the reference, and what evaluate says', async (activation) => {
      // More than a tile, and not a multiple of one.
      const images = cut(dataset.test, 0, 67);
      const hyperparameters = parseHyperparameters({ optimizer: 'sgd', activation });
      const state = { step: 0, parameters: syntheticParameters(), slots: {} };
      const reference = await referenceEngine.createModel(hyperparameters, dataset, state);
      const expected = await reference.predict(images);
      await withModel(hyperparameters, async (model) => {
        const { count, images: bytes } = images;
        const logits = await model.predict({ count, images: bytes });
        expect(logits).toHaveLength(67 * CLASSES);
        const error = rootMeanSquare(logits.map((logit, at) => logit - expected[at]));
        expectWithin(error, 10 * RESOLUTION * rootMeanSquare(expected), 'root mean square error of the logits');
        const { loss, accuracy } = await model.evaluate(images);
        const each = Array.from({ length: 67 }, (_, at) => logits.subarray(at * CLASSES, (at + 1) * CLASSES));
        const right = each.filter((own, at) => predictedClass(own) === images.labels[at]);
        expect(right.length / 67).toBe(accuracy);
        expect(mean(each.map((own, at) => crossEntropy(own, images.labels[at])))).toBeCloseTo(loss, 5);
      });
    });

    test('no image, and one image as among others', async () => {
      await withModel(parseHyperparameters({ optimizer: 'sgd' }), async (model) => {
        expect(await model.predict(cut(dataset.test, 0, 0))).toHaveLength(0);
        const all = await model.predict(cut(dataset.test, 0, 40));
        const one = await model.predict(cut(dataset.test, 39, 40));
        one.forEach((logit, at) => expect(logit).toBeCloseTo(all[39 * CLASSES + at], 5));
      });
    });
  });

  describe('goes on when training diverges', () => {
    test('a huge learning rate gives losses that are not finite, and no error', async () => {
      const hyperparameters = parseHyperparameters({ optimizer: 'sgd', lr: 1e20, activation: 'none', batch_size: 4 });
      await withModel(hyperparameters, async (model) => {
        const losses = await model.train(syntheticBatches(6, 4, 24));
        expect(losses[0]).toBeGreaterThan(0);
        expect(losses.at(-1)).toBeNaN();
        expect((await model.predict(cut(dataset.test, 0, 3))).every(Number.isNaN)).toBe(true);
        expect((await model.save()).parameters.some(Number.isNaN)).toBe(true);
      });
    });

    test.each(['relu', 'tanh', 'none'])(
      '%s: a NaN reaches every logit, and the first class is predicted',
      async (activation) => {
        const parameters = syntheticParameters();
        parameters[0] = NaN;
        await withModel(
          parseHyperparameters({ optimizer: 'sgd', activation }),
          async (model) => {
            const { loss, accuracy } = await model.evaluate(dataset.test);
            expect(loss).toBeNaN();
            const ofFirstClass = dataset.test.labels.filter((label) => label === 0).length;
            expect(accuracy).toBeCloseTo(ofFirstClass / dataset.test.count, 12);
          },
          { step: 0, parameters, slots: {} },
        );
      },
    );

    test('a NaN in one logit makes that class the predicted one', async () => {
      const parameters = syntheticParameters();
      // The last tensor is fc3.bias: one logit each.
      parameters[PARAMETER_COUNT - 10 + 4] = NaN;
      await withModel(
        parseHyperparameters({ optimizer: 'sgd' }),
        async (model) => {
          const ofThatClass = dataset.test.labels.filter((label) => label === 4).length;
          const { accuracy } = await model.evaluate(dataset.test);
          expect(accuracy).toBeCloseTo(ofThatClass / dataset.test.count, 12);
        },
        { step: 0, parameters, slots: {} },
      );
    });
  });
}

/** Everything that a model's further metrics could depend on, in a form that compares bit by bit (NaN equals NaN). */
async function observe(model: Model, batches: readonly Uint32Array[]) {
  const losses = [...(await model.train(batches))];
  return { losses, state: await model.save() };
}

function cut({ images, labels }: Split, start: number, end: number): Split {
  const bytes = images.length / labels.length;
  return {
    count: end - start,
    images: images.subarray(start * bytes, end * bytes),
    labels: labels.subarray(start, end),
  };
}

function expectEvaluation(actual: Evaluation, golden: GoldenEvaluation, resolution: number): void {
  expectNear(actual.loss, golden.loss, resolution * golden.loss.value, 'test loss');
  expectNear(actual.accuracy, golden.accuracy, resolution, 'test accuracy');
}

function expectFirstLosses(losses: Float64Array, golden: readonly Golden[]): void {
  losses.forEach((loss, step) =>
    expectNear(loss, golden[step], RESOLUTION * golden[step].value, `loss of step ${step}`),
  );
}

function expectLaterLosses(losses: Float64Array, golden: readonly Golden[]): void {
  const error = mean(losses.map((loss, at) => Math.abs(loss - golden[at].value)));
  const spread = mean(golden.map((loss) => loss.spread));
  const level = mean(golden.map((loss) => loss.value));
  expectNear(error, { value: 0, spread }, LATER_RESOLUTION * level, 'mean absolute error of the later losses');
}

/** Sampled weights by their root mean square error, all weights by their norm and sum. */
function expectWeights(state: ModelState, snapshot: GoldenSnapshot, resolution: number): void {
  const initial = syntheticParameters();
  expect(state.step).toBe(snapshot.step);
  for (const { name, offset, length, stride, values, norm, sum, spread } of snapshot.weights) {
    const tensor = state.parameters.subarray(offset, offset + length);
    const moved = rootMeanSquare(values.map((value, at) => value - initial[offset + at * stride]));
    const magnitude = norm / Math.sqrt(length);
    const error = SLACK * spread + RESOLUTION * magnitude + resolution * moved;

    const sampled = values.map((value, at) => tensor[at * stride] - value);
    expectWithin(rootMeanSquare(sampled), error, `${name}: root mean square error`);
    // An error of e in each of n weights changes their norm by at most √n · e and their sum by at most n · e.
    const actualNorm = rootMeanSquare(tensor) * Math.sqrt(length);
    expectWithin(Math.abs(actualNorm - norm), error * Math.sqrt(length), `${name}: error of the norm`);
    expectWithin(Math.abs(mean(tensor) * length - sum), error * length, `${name}: error of the sum`);
  }
}

function expectNear(actual: number, { value, spread }: Golden, resolution: number, what: string): void {
  expectWithin(Math.abs(actual - value), SLACK * spread + resolution, `${what}: ${actual} instead of ${value}, error`);
}

function expectWithin(error: number, tolerance: number, what: string): void {
  expect(error, what).toBeLessThanOrEqual(tolerance);
}

function mean(values: Float32Array | Float64Array | readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(mean(Float64Array.from(values, (value) => value ** 2)));
}
