import { CLASSES } from '@gridsweep/cifar10';
import { describe, expect, test } from 'vitest';
import { ActivationLayer } from './activation.ts';
import { crossEntropy, crossEntropyGradient, predictedClass } from './cross-entropy.ts';
import { MaxPooling } from './max-pooling.ts';

describe('max pooling', () => {
  const pooled = (...square: number[]) => {
    const layer = new MaxPooling(1, 2, Float64Array);
    const input = Float64Array.from(square);
    const output = [...layer.forward(input)];
    return { output, gradient: [...layer.backward(input, Float64Array.of(5))] };
  };

  test('sends the gradient to the maximum', () => {
    expect(pooled(1, 2, 4, 3)).toEqual({ output: [4], gradient: [0, 0, 5, 0] });
    expect(pooled(-4, -3, -2, -1)).toEqual({ output: [-1], gradient: [0, 0, 0, 5] });
  });

  test('takes the first of equals in row-major order', () => {
    expect(pooled(0, 0, 0, 0)).toEqual({ output: [0], gradient: [5, 0, 0, 0] });
    expect(pooled(1, 2, 2, 2)).toEqual({ output: [2], gradient: [0, 5, 0, 0] });
  });

  test('a NaN anywhere is the maximum', () => {
    for (let at = 0; at < 4; at++) {
      expect(pooled(...[1, 2, 3, 4].map((value, i) => (i === at ? NaN : value))).output).toEqual([NaN]);
    }
  });

  test('keeps channels and squares apart', () => {
    const layer = new MaxPooling(2, 4, Float64Array);
    const input = Float64Array.from({ length: 32 }, (_, i) => (i * 7) % 32);
    const expected = [0, 1].flatMap((channel) =>
      [0, 2].flatMap((y) =>
        [0, 2].map((x) => {
          const corner = channel * 16 + y * 4 + x;
          return Math.max(...[0, 1, 4, 5].map((step) => input[corner + step]));
        }),
      ),
    );
    expect([...layer.forward(input)]).toEqual(expected);
  });
});

describe('activation', () => {
  test('relu passes what is positive and a NaN', () => {
    const layer = new ActivationLayer('relu', 4, Float64Array);
    const input = Float64Array.of(-1, 0, 2, NaN);
    expect([...layer.forward(input)]).toEqual([0, 0, 2, NaN]);
    expect([...layer.backward(input, Float64Array.of(1, 1, 1, 1))]).toEqual([0, 0, 1, 1]);
  });

  test('none changes nothing', () => {
    const layer = new ActivationLayer('none', 2, Float64Array);
    const input = Float64Array.of(-1, 3);
    expect(layer.forward(input)).toBe(input);
    expect([...layer.backward(input, Float64Array.of(4, 5))]).toEqual([4, 5]);
  });
});

describe('cross-entropy', () => {
  const logits = (...first: number[]) => [...first, ...Array.from({ length: CLASSES - first.length }, () => 0)];

  test('equal logits give ln 10', () => {
    expect(crossEntropy(logits(), 3)).toBeCloseTo(Math.log(10), 14);
  });

  test('large logits do not overflow', () => {
    expect(crossEntropy(logits(1e4), 0)).toBe(0);
    expect(crossEntropy(logits(1e4), 1)).toBe(1e4);
    expect(crossEntropy(logits(NaN), 1)).toBeNaN();
    expect(crossEntropy(logits(Infinity), 1)).toBeNaN();
  });

  test('the gradient sums to zero and points away from the label', () => {
    const gradient = new Float64Array(CLASSES);
    crossEntropyGradient(logits(1, 2, 3), 2, 0.5, gradient);
    expect(gradient.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 14);
    expect(gradient[2]).toBeLessThan(0);
    expect(gradient[0]).toBeGreaterThan(0);
  });

  test('the prediction is the first largest logit, a NaN before all', () => {
    expect(predictedClass(logits(0, 4, 4))).toBe(1);
    expect(predictedClass(logits(9, NaN, NaN))).toBe(1);
    expect(predictedClass(logits(-Infinity))).toBe(1);
  });
});
