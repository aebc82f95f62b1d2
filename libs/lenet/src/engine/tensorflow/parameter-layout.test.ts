import { expect, test } from 'vitest';
import { PARAMETER_COUNT, PARAMETER_TENSORS } from '../../architecture.ts';
import { fromEngine, toEngine } from './parameter-layout.ts';

/** Each parameter's place in PyTorch's vector, so that it tells where it came from. */
const numbered = Float32Array.from({ length: PARAMETER_COUNT }, (_, place) => place);

function tensor(name: string) {
  return PARAMETER_TENSORS.find((candidate) => candidate.name === name)!;
}

test('there and back is nothing', () => {
  expect(fromEngine(toEngine(numbered))).toEqual(numbered);
});

test.each(PARAMETER_TENSORS)('$name keeps its place among the tensors', ({ offset, length }) => {
  const own = toEngine(numbered).subarray(offset, offset + length);
  expect(own.toSorted()).toEqual(numbered.subarray(offset, offset + length));
});

test('a convolution is [height, width, in, out]', () => {
  const { offset } = tensor('conv2.weight');
  const [y, x, input, output] = [3, 1, 4, 9];
  const at = offset + ((y * 5 + x) * 6 + input) * 16 + output;
  expect(toEngine(numbered)[at]).toBe(offset + ((output * 6 + input) * 5 + y) * 5 + x);
});

test('a dense layer is [in, out]', () => {
  const { offset } = tensor('fc2.weight');
  expect(toEngine(numbered)[offset + 17 * 84 + 5]).toBe(offset + 5 * 120 + 17);
});

test('the first dense layer takes rows, columns, then channels', () => {
  const { offset } = tensor('fc1.weight');
  const [channel, y, x, output] = [7, 2, 4, 33];
  const at = offset + ((y * 5 + x) * 16 + channel) * 120 + output;
  expect(toEngine(numbered)[at]).toBe(offset + output * 400 + (channel * 5 + y) * 5 + x);
});
