import { GridsweepError } from '@gridsweep/sweep';
import { expect, test } from 'vitest';
import { failureOf } from './failure.ts';

test.each([
  [new GridsweepError('invalid', 'No such optimizer.'), 'bad-config'],
  [new GridsweepError('data', 'It is damaged.'), 'data'],
  [new GridsweepError('not-found', 'It is not there.'), 'data'],
  [new GridsweepError('internal', 'A defect.'), 'crash'],
  [new TypeError('x is not a function'), 'crash'],
  [new RangeError('Maximum call stack size exceeded'), 'crash'],
  [new RangeError('Invalid typed array length: -1'), 'crash'],
  [new RangeError('Array buffer allocation failed'), 'out-of-memory'],
  [new RangeError('WebAssembly.Memory(): could not allocate memory'), 'out-of-memory'],
  [new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded'), 'out-of-memory'],
  [Object.assign(new Error('Worker terminated'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }), 'out-of-memory'],
  [new Error('OOM when allocating tensor with shape[64,16,10,10] and type float on GPU:0'), 'out-of-memory'],
  [new Error('Out of memory while trying to allocate 1073741824 bytes.'), 'out-of-memory'],
  [new GridsweepError('internal', 'TensorFlow failed: RESOURCE_EXHAUSTED: failed to allocate memory'), 'out-of-memory'],
  [new Error('CUDA_ERROR_LAUNCH_FAILED: unspecified launch failure'), 'crash'],
  ['a string', 'crash'],
])('%s is a failure of kind %s', (thrown, kind) => {
  expect(failureOf(thrown).kind).toBe(kind);
});

test('the detail is the sentence of our errors, and of others their name too', () => {
  expect(failureOf(new GridsweepError('data', 'It is damaged.')).detail).toBe('It is damaged.');
  expect(failureOf(new TypeError('x is not a function')).detail).toBe('TypeError: x is not a function');
});
