import { expect, test } from 'vitest';
import { syntheticDataset } from './engine/golden/synthetic.ts';
import { createWasmEngine } from './engine/wasm/engine.ts';
import { referenceEngine } from './engine/reference/engine.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { predict } from './predict.ts';
import { initialParameters } from './seed.ts';

const { train } = syntheticDataset();
const network = { parameters: initialParameters(3), activation: 'tanh' } as const;

test('ten probabilities an image, the exponentials of its logits in proportion', async () => {
  const few = { count: 5, images: train.images.subarray(0, 5 * 3072) };
  const probabilities = await predict(referenceEngine, network, few);
  const hyperparameters = parseHyperparameters({ optimizer: 'sgd', activation: 'tanh' });
  const dataset = { train, test: train };
  const model = await referenceEngine.createModel(hyperparameters, dataset, {
    step: 0,
    parameters: network.parameters,
    slots: {},
  });
  const logits = await model.predict(few);
  for (let image = 0; image < 5; image++) {
    const own = probabilities.subarray(image * 10, image * 10 + 10);
    expect(own.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
    for (let of = 1; of < 10; of++) {
      const difference = logits[image * 10 + of] - logits[image * 10];
      expect(Math.log(own[of] / own[0])).toBeCloseTo(difference, 4);
    }
  }
});

test('images of several pieces are each taken for what they are alone', async () => {
  const engine = await createWasmEngine();
  const count = 700;
  const images = Uint8Array.from({ length: count * 3072 }, (_, at) => train.images[at % train.images.length]);
  const all = await predict(engine, network, { count, images });
  const last = await predict(engine, network, { count: 1, images: images.subarray((count - 1) * 3072) });
  last.forEach((one, at) => expect(one).toBeCloseTo(all[(count - 1) * 10 + at], 6));
});

test('logits too large for exponentials, and weights that are not finite', async () => {
  const one = { count: 1, images: train.images.subarray(0, 3072) };
  const huge = network.parameters.map((value) => value * 1e6);
  const sure = await predict(referenceEngine, { parameters: huge, activation: 'none' }, one);
  expect([...sure].toSorted((a, b) => b - a)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const broken = network.parameters.map(() => NaN);
  expect((await predict(referenceEngine, { parameters: broken, activation: 'none' }, one)).every(Number.isNaN)).toBe(
    true,
  );
});

test('it can be cancelled', async () => {
  const cancelled = predict(referenceEngine, network, train, AbortSignal.abort());
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
});
