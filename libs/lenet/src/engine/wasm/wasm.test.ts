import type { Dataset } from '@gridsweep/cifar10';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETER_TENSORS } from '../../architecture.ts';
import { ACTIVATIONS, OPTIMIZERS, parseHyperparameters, type Hyperparameters } from '../../hyperparameters.ts';
import { initialParameters } from '../../seed.ts';
import { testConformance } from '../conformance.ts';
import type { Engine, Model, ModelState } from '../contract.ts';
import { referenceEngine } from '../reference/engine.ts';
import { createWasmEngine } from './engine.ts';
import { IMAGE_KINDS, randomDataset } from './random-dataset.fixture.ts';

const engines = [await createWasmEngine('simd'), await createWasmEngine()];
const [simd] = engines;

describe.each(engines)('wasm engine, variant $variant', (engine) => {
  testConformance(() => engine);

  it('makes the step that the reference makes, whatever the images, batch, activation and weights', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...IMAGE_KINDS),
        fc.constantFrom(1, 3, 4, 64, 65, 128),
        fc.constantFrom(...ACTIVATIONS),
        fc.constantFrom(0, 0.1),
        fc.option(fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 10, maxLength: 10 })),
        fc.nat(),
        (kind, batchSize, activation, weight_decay, class_weights, seed) => {
          const given = { optimizer: 'sgd', lr: 1, activation, weight_decay, class_weights };
          expectSameStep(engine, given, randomDataset(kind, batchSize, seed), initialParameters(seed));
        },
      ),
      // A seed of its own: the arithmetic is deterministic, so the test is too.
      { numRuns: 25, seed: 5 },
    );
  });

  it('makes the step that the reference makes on a batch of 1000', () => {
    expectSameStep(engine, { optimizer: 'sgd', lr: 1 }, randomDataset('smooth', 1000, 1), initialParameters(1));
  });

  it('takes the first maximum in row-major order where all four are equal', () => {
    const parameters = initialParameters(2);
    for (const name of ['conv1.weight', 'conv1.bias', 'conv2.weight']) {
      const { offset, length } = PARAMETER_TENSORS.find((tensor) => tensor.name === name)!;
      parameters.fill(0, offset, offset + length);
    }
    // Without weights conv2 is equal everywhere; with them, once conv1 gives nothing to weigh.
    const given = { optimizer: 'sgd', lr: 1, activation: 'none' };
    expectSameStep(engine, given, randomDataset('noise', 4, 1), parameters);
    const { offset, length } = PARAMETER_TENSORS.find((tensor) => tensor.name === 'conv2.weight')!;
    parameters.set(initialParameters(2).subarray(offset, offset + length), offset);
    expectSameStep(engine, given, randomDataset('noise', 4, 1), parameters);
  });

  it.each(OPTIMIZERS)('follows the reference over several steps of %s', (optimizer) => {
    const data = randomDataset('smooth', 80, 3);
    const hyperparameters = hyperparametersOf({ optimizer, lr: 1e-3, weight_decay: 0.01 });
    const batches = batchesOf([16, 5, 33, 16, 10]);
    const [wasm, reference] = [engine, referenceEngine].map((e) => modelOf(e, hyperparameters, data));
    const losses = train(wasm, batches);
    train(reference, batches).forEach((loss, step) => expect(losses[step]).toBeCloseTo(loss, 4));
    const [evaluation, expected] = [wasm, reference].map((model) => evaluate(model, data));
    expect(evaluation.loss).toBeCloseTo(expected.loss, 4);
    expect(evaluation.accuracy).toBe(expected.accuracy);
  });

  it('I5: gives the same bits however its batches are handed over, and after a resume', () => {
    const data = randomDataset('smooth', 90, 4);
    const batches = batchesOf([64, 26, 40, 1, 49]);
    for (const optimizer of OPTIMIZERS) {
      const hyperparameters = hyperparametersOf({ optimizer, activation: 'tanh' });
      const whole = modelOf(engine, hyperparameters, data);
      const losses = train(whole, batches);

      const first = modelOf(engine, hyperparameters, data);
      const other = modelOf(engine, hyperparameters, data, initialParameters(9));
      const pieces = [...train(first, batches.slice(0, 2))];
      train(other, batches);
      const resumed = modelFrom(engine, hyperparameters, data, first.save() as ModelState);
      first.dispose();
      for (const batch of batches.slice(2)) pieces.push(...train(resumed, [batch]));

      expect(pieces).toEqual([...losses]);
      expect(resumed.save()).toEqual(whole.save());
      expect(evaluate(resumed, data)).toEqual(evaluate(whole, data));
    }
  });

  it.each(ACTIVATIONS)('reports a diverged run with %s as NaN, and takes class 0 for its guess', (activation) => {
    const data = randomDataset('smooth', 64, 5);
    const model = modelOf(engine, hyperparametersOf({ optimizer: 'sgd', lr: 1e38, activation }), data);
    const losses = train(model, batchesOf([64, 64, 64, 64]));
    expect(losses[0]).toBeGreaterThan(1);
    expect(losses[3]).toBeNaN();
    const { loss, accuracy } = evaluate(model, data);
    expect(loss).toBeNaN();
    expect(accuracy).toBe(data.test.labels.filter((label) => label === 0).length / data.test.count);
  });
});

it('gives one fixed result with plain SIMD, on every processor and version of Node', () => {
  const data = randomDataset('noise', 64, 6);
  const model = modelOf(simd, hyperparametersOf({ optimizer: 'adam', activation: 'tanh' }), data);
  const losses = train(model, batchesOf([64, 64, 64]));
  expect([...losses]).toEqual([2.309192401747384, 2.2600886050969464, 2.228009157578941]);
});

/** Compares one step's change of every tensor: with plain SGD and a learning rate of 1, the gradient. */
function expectSameStep(engine: Engine, given: object, data: Dataset, parameters: Float32Array): void {
  const hyperparameters = hyperparametersOf(given);
  const batch = Uint32Array.from({ length: data.train.count }, (_, at) => at);
  const [[loss, actual], [expectedLoss, expected]] = [engine, referenceEngine].map((e) => {
    const model = modelOf(e, hyperparameters, data, parameters);
    const [lossOfStep] = train(model, [batch]);
    return [lossOfStep, (model.save() as ModelState).parameters] as const;
  });
  expect(Math.abs(loss - expectedLoss)).toBeLessThan(1e-5 * expectedLoss);
  for (const { name, offset, length } of PARAMETER_TENSORS) {
    let error = 0;
    let size = 0;
    for (let at = offset; at < offset + length; at++) {
      error += (actual[at] - expected[at]) ** 2;
      size += (expected[at] - parameters[at]) ** 2;
    }
    // Mostly 3e-6. Rarely rounding decides which of two numbers is a window's maximum, in one window of a million.
    // The parameters themselves are rounded too: to 2⁻²⁵ of at most about 1.
    const rounding = Math.sqrt(length) * 2 ** -24;
    expect(Math.sqrt(error), name).toBeLessThan(1e-3 * Math.sqrt(size) + rounding);
  }
}

function hyperparametersOf(given: object): Hyperparameters {
  return parseHyperparameters(given);
}

function modelOf(
  engine: Engine,
  hyperparameters: Hyperparameters,
  data: Dataset,
  parameters = initialParameters(7),
): Model {
  return modelFrom(engine, hyperparameters, data, { step: 0, parameters, slots: {} });
}

// Both engines answer at once, though the contract allows them not to.
function modelFrom(engine: Engine, hyperparameters: Hyperparameters, data: Dataset, state: ModelState): Model {
  return engine.createModel(hyperparameters, data, state) as Model;
}

function train(model: Model, batches: readonly Uint32Array[]): Float64Array {
  return model.train(batches) as Float64Array;
}

function evaluate(model: Model, data: Dataset) {
  return model.evaluate(data.test) as Awaited<ReturnType<Model['evaluate']>>;
}

/** Batches of these sizes, over the first 64 images again and again. */
function batchesOf(sizes: readonly number[]): Uint32Array[] {
  return sizes.map((size, batch) => Uint32Array.from({ length: size }, (_, at) => (at * 7 + batch) % 64));
}
