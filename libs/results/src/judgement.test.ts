import type { MetricPoint } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { METRICS } from './example-records.ts';
import { judgeCell, judgeRun, type Yardstick } from './judgement.ts';

const YARDSTICK: Yardstick = { goal: 'maximize', declared: METRICS[0] };

function series(name: string, values: readonly number[]): MetricPoint[] {
  return values.map((value, at) => ({ name, step: at + 1, epoch: at + 1, value }));
}

/** Of one seed, from test accuracies in per cent and training losses. */
function judged(accuracies: readonly number[], losses: readonly number[], yardstick = YARDSTICK) {
  const metric = series(
    'test/accuracy',
    accuracies.map((value) => value / 100),
  );
  return judgeCell([judgeRun(metric, series('train/loss', losses), yardstick)], [metric], yardstick);
}

// Curves that PyTorch gives: LeNet on CIFAR-10, batch 64; the losses are means over hundreds of steps.
const SGD = [10.7, 10.9, 11.1, 11.7, 13.9, 16.1, 16.9, 17.6, 20.6, 24.5, 27.0, 28.6, 29.3, 30.1, 31.1];
const SGD_LOSS = [
  2.3045, 2.3038, 2.3006, 2.2984, 2.2953, 2.2896, 2.281, 2.2594, 2.2144, 2.1014, 2.0206, 1.9968, 1.9575, 1.9062,
];
const ADAM = [49.3, 55.6, 57.9, 59.4, 60.8, 62.2, 62.1, 63.4, 63.8, 64.5, 63.8, 64.4, 65.3, 64.3, 64.7];
const ADAGRAD = [33.6, 35.9, 38.1, 39.0, 40.5, 41.3, 42.2, 42.5, 43.1, 43.5, 44.1, 44.2, 44.6, 44.6, 45.1];
const FAST_RELU = [26.8, 28.7, 27.5, 28.2, 25.7, 24.6, 19.3, 23.5, 15.7, 17.6];
const FAST_RELU_LOSS = [2.1529, 1.9342, 1.9145, 1.9575, 2.0139, 2.0061, 2.1007, 2.0466, 2.0426];

describe('a run that is slow to start is not called stuck', () => {
  test.each([3, 4, 5, 6])('plain SGD after %i epochs, which reaches 31 %% after fifteen', (epochs) => {
    const losses = SGD_LOSS.slice(0, epochs);
    // Twenty-one points, as three epochs log them: falling by thousandths.
    const logged = losses.flatMap((loss) => [
      loss + 0.002,
      loss + 0.001,
      loss,
      loss - 0.001,
      loss - 0.0015,
      loss - 0.002,
    ]);
    expect(judged(SGD.slice(0, epochs), logged)).toBeUndefined();
  });

  test('with all of its fifteen it is still improving', () => {
    expect(judged(SGD, SGD_LOSS)).toBe('still-improving');
  });
});

describe('at chance', () => {
  const flat = Array.from({ length: 30 }, () => 2.303);

  test('is a run of five evaluations or more that ends where guessing would', () => {
    expect(judged([10, 10, 10, 10], [])).toBeUndefined();
    expect(judged([10, 10, 10, 10, 10], flat)).toBe('at-chance');
    expect(judged([10, 14, 12, 11, 11.7], flat)).toBe('at-chance');
  });

  test('is not what is seen above it, nor what was there and rose', () => {
    expect(judged([10, 10, 10, 10, 12], [])).toBeUndefined();
    expect(judged(FAST_RELU, [])).toBeUndefined();
  });

  test('needs a metric that says what guessing gives; of a loss it is at that value or above', () => {
    expect(judged([10, 10, 10, 10, 10], [], { goal: 'maximize', declared: undefined })).toBeUndefined();
    const declared = { name: 'test/loss', unit: 'nats', goal: 'minimize', label: 'test loss', chance: 2.303 } as const;
    const loss = (last: number) =>
      judgeRun(series('test/loss', [2.4, 2.3, 2.3, 2.3, last]), [], { goal: 'minimize', declared });
    expect([loss(2.5), loss(2.28), loss(2.2)]).toEqual(['at-chance', 'at-chance', undefined]);
  });
});

describe('loss not falling', () => {
  test('is relu at lr 0.1: its loss stays above 2.0, though it is above chance', () => {
    expect(judged(FAST_RELU, FAST_RELU_LOSS)).toBe('loss-not-falling');
  });

  test('is not said of fewer than nine points, nor of a loss that fell however little', () => {
    expect(judged([20, 20], FAST_RELU_LOSS.slice(0, 8))).toBeUndefined();
    expect(judged([20, 20], [3, 3, 3, 2, 2, 2, 2.9, 2.9, 2.9])).toBeUndefined();
  });
});

describe('still improving', () => {
  test('is not what gains next to nothing any more', () => {
    expect(judged(ADAM, [])).toBeUndefined();
    expect(judged(ADAGRAD, [])).toBeUndefined();
  });

  test('is not said of fewer than eight evaluations, nor of a ragged end', () => {
    expect(judged([20, 30, 40, 50, 60, 70, 80], [])).toBeUndefined();
    expect(judged([20, 30, 40, 50, 50, 60, 52, 61], [])).toBeUndefined();
    expect(judged([20, 30, 40, 50, 55, 60, 64, 68], [])).toBe('still-improving');
  });

  test('follows the goal', () => {
    const yardstick: Yardstick = { goal: 'minimize', declared: undefined };
    const falling = series('loss', [2, 1.8, 1.6, 1.4, 1.25, 1.1, 0.98, 0.86]);
    expect(judgeCell([undefined], [falling], yardstick)).toBe('still-improving');
    expect(judgeCell([undefined], [falling], { ...yardstick, goal: 'maximize' })).toBeUndefined();
  });
});

test('a cell is what more than half of its runs are', () => {
  expect(judgeCell(['at-chance', undefined], [], YARDSTICK)).toBeUndefined();
  expect(judgeCell(['at-chance', 'at-chance', undefined], [], YARDSTICK)).toBe('at-chance');
  expect(judgeCell([], [], YARDSTICK)).toBeUndefined();
});
