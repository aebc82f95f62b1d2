import { createEngine, parseHyperparameters } from '@gridsweep/lenet';
import { beforeAll, expect, test } from 'vitest';
import { accuracyOf, mostLikely, testPredictions } from './test-predictions.ts';

const COUNT = 300;
const split = {
  count: COUNT,
  images: Uint8Array.from({ length: COUNT * 3072 }, (_, at) => (Math.floor(at / 3072) * 37 + (at * at) / 7) % 256),
  labels: Uint8Array.from({ length: COUNT }, (_, at) => (at * at) % 10),
};
const network = {
  parameters: Float32Array.from({ length: 62_006 }, (_, at) => 0.1 * Math.sin(at * 12.9898)),
  activation: 'relu',
} as const;
const about = { trialId: 't', step: 5, signal: new AbortController().signal };

let engine: Awaited<ReturnType<typeof createEngine>>;
beforeAll(async () => {
  engine = await createEngine('wasm');
});

test('every picture is counted by what it is and what it was taken for, as an evaluation counts them', async () => {
  const predictions = await testPredictions(engine, network, split, about);
  const { confusion, classes } = predictions;
  expect(predictions).toMatchObject({ trialId: 't', step: 5 });
  expect(classes).toHaveLength(10);
  const counts = Array.from({ length: 10 }, (_, label) => split.labels.filter((one) => one === label).length);
  expect(confusion.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual(counts);
  const model = await engine.createModel(
    parseHyperparameters({ optimizer: 'sgd' }),
    { train: split, test: split },
    { step: 0, parameters: network.parameters, slots: {} },
  );
  expect(accuracyOf(predictions)).toBe((await model.evaluate(split)).accuracy);
});

test('its examples are the first pictures and the mistakes that it was surest of, with their pixels', async () => {
  const { examples } = await testPredictions(engine, network, split, about);
  expect(examples.slice(0, 16).map(({ index }) => index)).toEqual([...Array(16).keys()]);
  const mistakes = examples.slice(16);
  expect(mistakes.length).toBeGreaterThan(8);
  const sureness = mistakes.map(({ label, probabilities }) => {
    const taken = mostLikely(probabilities);
    expect(taken).not.toBe(label);
    return probabilities[taken]!;
  });
  expect(sureness).toEqual(sureness.toSorted((a, b) => b - a));
  for (const { index, width, height, rgb, label, probabilities } of examples) {
    expect([width, height, rgb.length]).toEqual([32, 32, 3072]);
    expect(label).toBe(split.labels[index]);
    expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5);
    // Green of the pixel in row 2, column 5.
    expect(rgb[(2 * 32 + 5) * 3 + 1]).toBe(split.images[index * 3072 + 1024 + 2 * 32 + 5]);
  }
});

test('the most likely class is the first of equals', () => {
  expect(mostLikely([0.1, 0.2, 0.2, 0, 0, 0, 0, 0, 0, 0.1])).toBe(1);
});
