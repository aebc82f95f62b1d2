import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Curve } from '../curve.ts';
import { valueAxis } from './value-axis.ts';

const ANY = [-Infinity, Infinity] as const;

function curve(values: readonly number[], ...ends: readonly (number | undefined)[]): Curve {
  return {
    points: values.map((value, at) => ({ step: at, epoch: at, mean: value, min: value, max: value, n: 1 })),
    diverged: ends.map((value) => ({ step: 0, epoch: 0, ...(value !== undefined && { value }) })),
  };
}

describe('valueAxis', () => {
  test('encloses ordinary curves by round ticks', () => {
    expect(valueAxis([curve([2.3, 0.7]), curve([2.2, 1.4])], 1, ANY)).toEqual({
      type: 'value',
      min: 0.5,
      max: 2.5,
      interval: 0.5,
    });
  });

  test('stays within what is possible', () => {
    expect(valueAxis([curve([0.1, 0.99])], 100, [0, 100])).toMatchObject({ min: 0, max: 100 });
  });

  test('cuts off a single curve that explodes, and says so', () => {
    const axis = valueAxis([curve([2.3, 0.7]), curve([2.3, 1.3e5]), curve([2.3, 1])], 1, ANY);
    expect(axis).toMatchObject({
      type: 'value',
      max: 2.5,
      note: 'Values above 2.5 are cut off; the largest is 1.3e+5.',
    });
  });

  test('is logarithmic where many curves explode', () => {
    const axis = valueAxis([curve([2.3, 0.7]), curve([2.3, 1.3e5]), curve([2.3, 2e6])], 1, ANY);
    expect(axis).toEqual({ type: 'log', min: 0.1, max: 1e7, note: 'Logarithmic axis.' });
  });

  test('has room for where diverged seeds end', () => {
    expect(valueAxis([curve([50, 60], 10)], 1, [0, 100]).min).toBeLessThanOrEqual(10);
  });

  test('works without a finite value', () => {
    expect(valueAxis([curve([], undefined)], 1, ANY)).toMatchObject({ min: 0, max: 1, note: 'No value is finite.' });
  });

  test('always has a positive extent and finite limits', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 8 }), (series) => {
        const { min, max } = valueAxis(
          series.map((each) => curve(each)),
          1,
          ANY,
        );
        expect(Number.isFinite(min) && Number.isFinite(max)).toBe(true);
        expect(max).toBeGreaterThan(min);
      }),
    );
  });
});
