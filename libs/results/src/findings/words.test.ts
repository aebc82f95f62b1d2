import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METRICS } from '../example-records.ts';
import { formatValue, metricFormat } from '../value-format.ts';
import { formatGap, seedsOf } from './words.ts';

const ACCURACY = metricFormat('test/accuracy', METRICS);
const PLAIN = metricFormat('objective', []);

describe('a difference as it is printed', () => {
  test('is that of the printed numbers', () => {
    // 5.34 points, which is 5.3 by itself: "55.0 against 49.6 by 5.3" would contradict itself.
    expect([0.54954, 0.49614].map((value) => formatValue(ACCURACY, value))).toEqual(['55.0', '49.6']);
    expect(formatGap(ACCURACY, 0.54954, 0.49614)).toBe('5.4');
    expect(formatGap(ACCURACY, 0.5, 0.6)).toBe('−10.0');
    expect(formatGap(ACCURACY, 0.5, 0.50004)).toBe('0.0');
    expect(formatGap(PLAIN, 1.0884, 0.98784)).toBe('0.1002');
    expect(formatGap(PLAIN, 3e12, 1e12)).toBe('2.000e+12');
  });

  test('for any two values of any size', () => {
    const value = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.constantFrom(ACCURACY, PLAIN), (a, b, format) => {
        const [first, second, gap] = [formatValue(format, a), formatValue(format, b), formatGap(format, a, b)];
        if ([first, second].some((text) => text.includes('e'))) return;
        const numbers = [first, second, gap].map((text) => Number(text.replace('−', '-')));
        expect(numbers[0]! - numbers[1]!).toBeCloseTo(numbers[2]!, 9);
      }),
      { seed: 1 },
    );
  });
});

test('seeds are counted, or told from the least to the most', () => {
  expect([seedsOf([3, 3]), seedsOf([1]), seedsOf([2, 3])]).toEqual(['3 seeds', '1 seed', '2 to 3 seeds']);
});
