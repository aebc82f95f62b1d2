import { expect, test } from 'vitest';
import { PARAMETER_TENSORS } from './architecture.ts';
import { initialParameters } from './seed.ts';
import { readSafetensors, writeSafetensors, type Tensor } from './safetensors.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { readWeights, readWeightsWithOrigin, splitTensors, writeWeights } from './weights.ts';

const parameters = initialParameters(1);

test('weights are read as they were written', () => {
  expect(readWeights(writeWeights(parameters))).toEqual(parameters);
});

test('they say where they come from, and are read without it too', () => {
  const origin = {
    hyperparameters: parseHyperparameters({ optimizer: 'adam', validation: 5 }),
    ...{ seed: 4_000_000_000, step: 1564, epoch: 2 },
    metrics: { 'test/accuracy': 0.1 + 0.2, 'validation/loss': 2.5 },
  };
  const file = writeWeights(parameters, origin);
  expect(readWeightsWithOrigin(file)).toEqual({ parameters, origin });
  expect(readWeightsWithOrigin(writeWeights(parameters))).toEqual({ parameters });
  const { tensors, metadata } = readSafetensors(file);
  for (const broken of [
    { ...metadata, seed: 'x' },
    { ...metadata, hyperparameters: '{"optimizer":"new"}' },
  ]) {
    expect(readWeightsWithOrigin(writeSafetensors({ tensors, metadata: broken }))).toEqual({ parameters });
  }
});

test("the file has PyTorch's names and shapes", () => {
  const { tensors } = readSafetensors(writeWeights(parameters));
  expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
    ['conv1.weight', [6, 3, 5, 5]],
    ['conv1.bias', [6]],
    ['conv2.weight', [16, 6, 5, 5]],
    ['conv2.bias', [16]],
    ['fc1.weight', [120, 400]],
    ['fc1.bias', [120]],
    ['fc2.weight', [84, 120]],
    ['fc2.bias', [84]],
    ['fc3.weight', [10, 84]],
    ['fc3.bias', [10]],
  ]);
});

test('the order of tensors in the file does not matter', () => {
  const reversed = new Map(splitTensors(parameters).reverse());
  expect(readWeights(writeSafetensors({ tensors: reversed, metadata: {} }))).toEqual(parameters);
});

test.each(PARAMETER_TENSORS)('$name must be there and have its shape', ({ name, shape, length }) => {
  expect(() => readWeights(changed((tensors) => tensors.delete(name)))).toThrow(`lack the tensor "${name}"`);
  const flat = { shape: [1, length], values: new Float32Array(length) };
  expect(() => readWeights(changed((tensors) => tensors.set(name, flat)))).toThrow(
    `The tensor "${name}" has the shape [1, ${length}] instead of [${shape.join(', ')}].`,
  );
});

test('a tensor that LeNet does not have is refused', () => {
  const extra = { shape: [1], values: new Float32Array(1) };
  expect(() => readWeights(changed((tensors) => tensors.set('bn1.weight', extra)))).toThrow('a tensor "bn1.weight"');
});

function changed(change: (tensors: Map<string, Tensor>) => unknown): Uint8Array {
  const tensors = new Map(splitTensors(parameters));
  change(tensors);
  return writeSafetensors({ tensors, metadata: {} });
}
