import { expect, test } from 'vitest';
import { checkpointStep, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { initialParameters } from './seed.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { readWeights, writeWeights } from './weights.ts';

const owner = { hyperparameters: parseHyperparameters({ optimizer: 'adam' }), seed: 4_000_000_000 };
const checkpoint = {
  model: {
    step: 17,
    parameters: initialParameters(1),
    slots: { exp_avg: initialParameters(2), exp_avg_sq: initialParameters(3) },
  },
  position: { epoch: 1, batch: 7, windowLoss: 0.1 + 0.2, diverged: false, best: 1 / 3 },
};
const file = writeCheckpoint(checkpoint, owner);

test('a checkpoint is read as it was written', () => {
  expect(readCheckpoint(file, owner)).toEqual(checkpoint);
  expect(checkpointStep(file)).toBe(17);
});

test.each([NaN, Infinity, -Infinity, 5e-324])('a sum of losses may be %d', (windowLoss) => {
  const position = { ...checkpoint.position, windowLoss, diverged: true };
  expect(readCheckpoint(writeCheckpoint({ ...checkpoint, position }, owner), owner).position).toEqual(position);
});

test('one of the version before, whose position says more, is read', () => {
  const { tensors, metadata } = readSafetensors(file);
  const position =
    '{"epoch":1,"batch":7,"windowLoss":"0.30000000000000004","epochLoss":"0.3333333333333333","firstEpochLoss":"2.5","lastEpochLoss":null,"diverged":false}';
  const former = writeSafetensors({
    tensors,
    metadata: { ...metadata, gridsweep: 'gridsweep-checkpoint-1', position },
  });
  expect(readCheckpoint(former, owner)).toEqual({ ...checkpoint, position: { ...checkpoint.position, best: null } });
});

test('it is a file of weights too, the optimizer beside them', () => {
  expect(readWeights(file)).toEqual(checkpoint.model.parameters);
  const { tensors } = readSafetensors(file);
  expect(tensors.get('optimizer.exp_avg.conv1.weight')!.shape).toEqual([6, 3, 5, 5]);
  expect(tensors.size).toBe(30);
});

test('one of other hyperparameters or another seed is refused', () => {
  const hyperparameters = parseHyperparameters({ optimizer: 'adam', lr: 0.5 });
  expect(() => readCheckpoint(file, { ...owner, hyperparameters })).toThrow(/"lr":0\.001.*the trial has .*"lr":0\.5/);
  expect(() => readCheckpoint(file, { ...owner, seed: 5 })).toThrow('is of the seed 4000000000, the trial has 5');
});

test('the order in which hyperparameters are given does not matter', () => {
  const reversed = Object.fromEntries(Object.entries(owner.hyperparameters).reverse());
  const hyperparameters = reversed as unknown as typeof owner.hyperparameters;
  expect(readCheckpoint(file, { ...owner, hyperparameters })).toEqual(checkpoint);
});

test('a file of weights is no checkpoint', () => {
  const weights = writeWeights(initialParameters(1));
  expect(() => readCheckpoint(weights, owner)).toThrow('is not a checkpoint of the format "gridsweep-checkpoint-2"');
  expect(() => checkpointStep(weights)).toThrow('is not a checkpoint');
});

test("one without the optimizer's vectors is refused", () => {
  const { tensors, metadata } = readSafetensors(file);
  const kept = new Map([...tensors].filter(([name]) => name !== 'optimizer.exp_avg_sq.fc1.bias'));
  expect(() => readCheckpoint(writeSafetensors({ tensors: kept, metadata }), owner)).toThrow(
    'lack the tensor "optimizer.exp_avg_sq.fc1.bias"',
  );
});

test.each(['', '{}', '{"epoch":-1}', 'null'])('the position %j is refused', (position) => {
  const { tensors, metadata } = readSafetensors(file);
  expect(() => readCheckpoint(writeSafetensors({ tensors, metadata: { ...metadata, position } }), owner)).toThrow(
    "The checkpoint's position",
  );
});
