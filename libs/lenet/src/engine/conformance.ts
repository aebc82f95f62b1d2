import { beforeAll, describe, expect, test } from 'vitest';
import { PARAMETER_COUNT } from '../architecture.ts';
import type { Dataset, Split } from '../dataset/dataset.ts';
import { parseHyperparameters, type Hyperparameters } from '../hyperparameters.ts';
import { initialParameters } from '../initial.ts';
import { OPTIMIZER_SLOTS } from '../optimizer-slots.ts';
import type { Engine, MaybePromise, Model, ModelState } from './contract.ts';
import { syntheticBatches, syntheticDataset, syntheticParameters } from './golden/synthetic.ts';
import { readGolden, type Golden, type GoldenTensor, type GoldenTrajectory } from './golden/trajectories.ts';

/**
 * An engine may be off from PyTorch's float64 by so many times what PyTorch's own float32 is off by. Another order of summation
 * in float32 gives two to four times.
 */
const SLACK = 10;
/** Where PyTorch happens to be nearer, what float32 can resolve decides: relative to a loss, and to a tensor's weights. */
const LOSS_RESOLUTION = 1e-6;
const WEIGHT_RESOLUTION = 1e-6;

const { trajectories } = await readGolden();

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
        await expectEvaluation(model, dataset.test, golden, 0);
        expectLosses(await model.train(batches), golden);
        const { step, parameters } = await model.save();
        expect(step).toBe(golden.steps);
        for (const tensor of golden.weights) expectWeights(parameters, tensor);
        await expectEvaluation(model, dataset.test, golden, 1);
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

    test('evaluating and saving change nothing', async () => {
      const { hyperparameters } = cases[3];
      const undisturbed = await withModel(hyperparameters, (model) => observe(model, batches));
      const disturbed = await withModel(hyperparameters, async (model) => {
        const losses = [...(await model.train(batches.slice(0, 3)))];
        await model.evaluate(dataset.test);
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

  describe('goes on when training diverges', () => {
    test('a huge learning rate gives losses that are not finite, and no error', async () => {
      const hyperparameters = parseHyperparameters({ optimizer: 'sgd', lr: 1e20, activation: 'none', batch_size: 4 });
      await withModel(hyperparameters, async (model) => {
        const losses = await model.train(syntheticBatches(6, 4, 24));
        expect(losses[0]).toBeGreaterThan(0);
        expect(losses.at(-1)).toBeNaN();
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

function expectLosses(losses: Float64Array, golden: GoldenTrajectory): void {
  expect(losses).toHaveLength(golden.steps);
  golden.losses.forEach((loss, step) => expectNear(losses[step], loss, `loss of step ${step}`));
}

async function expectEvaluation(model: Model, split: Split, golden: GoldenTrajectory, which: 0 | 1): Promise<void> {
  const { loss, accuracy } = await model.evaluate(split);
  const when = which === 0 ? 'before' : 'after';
  expectNear(loss, golden.evaluations[which].loss, `test loss ${when} training`);
  expectNear(accuracy, golden.evaluations[which].accuracy, `test accuracy ${when} training`);
}

function expectNear(actual: number, { value, spread }: Golden, what: string): void {
  const tolerance = SLACK * spread + LOSS_RESOLUTION * (1 + value);
  expect(Math.abs(actual - value), `${what}: ${actual} instead of ${value}`).toBeLessThanOrEqual(tolerance);
}

/** The sampled weights by their root mean square error, all weights by their norm and sum. */
function expectWeights(parameters: Float32Array, golden: GoldenTensor): void {
  const tensor = parameters.subarray(golden.offset, golden.offset + golden.length);
  const magnitude = golden.norm / Math.sqrt(golden.length);
  const tolerance = SLACK * golden.spread + WEIGHT_RESOLUTION * magnitude;

  const squaredErrors = golden.values.map((value, at) => (tensor[at * golden.stride] - value) ** 2);
  const error = Math.sqrt(sum(squaredErrors) / squaredErrors.length);
  expect(error, `${golden.name}: root mean square error`).toBeLessThanOrEqual(tolerance);

  // An error of e in each of n weights changes their norm by at most √n · e and their sum by at most n · e.
  const norm = Math.sqrt(sum(tensor.map((value) => value ** 2)));
  expect(Math.abs(norm - golden.norm), `${golden.name}: norm`).toBeLessThanOrEqual(
    Math.sqrt(golden.length) * tolerance,
  );
  expect(Math.abs(sum(tensor) - golden.sum), `${golden.name}: sum`).toBeLessThanOrEqual(golden.length * tolerance);
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
