import { describe, expect, test } from 'vitest';
import { bartlettTest } from './bartlett.ts';
import { golden } from './golden.fixture.ts';
import { sampleVariance } from './variance.ts';

const testOf = (...samples: readonly (readonly number[])[]) => bartlettTest(samples.map(sampleVariance));

describe('bartlettTest', () => {
  test.each(golden.bartlett)('beside SciPy: p = $p', ({ groups, p }) => {
    expect(testOf(...groups)).toBeCloseTo(p, 9);
  });

  test('of a sample of one value nothing is heard', () => {
    expect(testOf([1, 2, 4], [3, 3.5, 5], [100])).toBe(testOf([1, 2, 4], [3, 3.5, 5]));
  });

  test('needs two samples of two values', () => {
    expect(testOf([1, 2], [3])).toBeUndefined();
    expect(testOf([1], [3])).toBeUndefined();
    expect(testOf([1, 2], [3, 5])).toBeDefined();
  });

  test('is certain where one sample varies and another does not, and cannot tell where none does', () => {
    expect(testOf([1, 2, 3], [4, 4, 4])).toBe(0);
    expect(testOf([1, 1], [4, 4])).toBeUndefined();
  });

  test('of the same variances is 1, whatever rounding does', () => {
    expect(testOf([0.1, 0.2, 0.4], [1.1, 1.2, 1.4], [7.1, 7.2, 7.4])).toBeCloseTo(1, 6);
  });
});
