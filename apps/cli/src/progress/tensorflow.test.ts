import { expect, test } from 'vitest';
import { tensorflowLine } from './tensorflow.ts';

const FILE = 'tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl';

test('progress of a file that has a size', () => {
  const progress = { phase: 'downloading', file: FILE, bytes: 68.5e6, total: 274e6 } as const;
  expect(tensorflowLine(progress, 80)).toBe('█████░░░░░░░░░░░░░░░  25 % of 274 MB  Downloading tensorflow_cpu 2.21.0');
  expect(tensorflowLine(progress, 10)).toHaveLength(10);
});

test('progress that cannot be counted', () => {
  const nothing = { bytes: 0, total: 0 };
  expect(tensorflowLine({ phase: 'compiling', file: 'tiny@1.0', ...nothing }, 80)).toBe('Compiling tiny@1.0 …');
  expect(tensorflowLine({ phase: 'waiting', file: '', ...nothing }, 80)).toBe(
    'Waiting for another process that sets up TensorFlow …',
  );
});
