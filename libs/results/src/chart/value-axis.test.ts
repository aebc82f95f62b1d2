import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tickLabels, valueAxis, valueScale, type DrawnExtent } from './value-axis.ts';

const ANY = [-Infinity, Infinity] as const;

/** Of a curve without a band. */
const from = (low: number, high: number, bandFrom = low): DrawnExtent => ({ low: bandFrom, high, floor: low });

describe('valueAxis', () => {
  test('encloses ordinary curves by round ticks', () => {
    expect(valueAxis([from(0.7, 2.3), from(1.4, 2.2)], [], ANY)).toEqual({
      ...{ type: 'linear', min: 0.5, max: 2.5 },
      ticks: [0.5, 1, 1.5, 2, 2.5],
    });
  });

  test('stays within what is possible', () => {
    expect(valueAxis([from(10, 99)], [], [0, 100])).toMatchObject({ min: 0, max: 100 });
    expect(valueAxis([from(100, 100)], [], [0, 100])).toMatchObject({ max: 100 });
  });

  test('cuts off a single curve that explodes, and says so', () => {
    expect(valueAxis([from(0.7, 2.3), from(2.3, 1.3e5), from(1, 2.3)], [], ANY)).toMatchObject({
      ...{ type: 'linear', max: 2.5 },
      note: 'Values above 2.5 are cut off; the largest is 1.3e5.',
    });
  });

  test('is logarithmic where many curves explode, also where a band reaches below zero', () => {
    const exploding = [from(0.7, 2.3), from(2.3, 1.3e5, -8e4), from(2.3, 2e6)];
    const { type, min, max, ticks, note } = valueAxis(exploding, [], ANY);
    expect({ type, note }).toEqual({ type: 'log', note: 'Logarithmic axis.' });
    expect(min).toBeGreaterThan(0.4);
    expect(min).toBeLessThan(0.7);
    expect(max).toBeGreaterThan(2e6);
    expect(ticks).toContain(1e6);
  });

  test('is logarithmic where a positive metric falls through magnitudes, unless it is bounded or asked otherwise', () => {
    const falling = [from(0.01, 30), from(0.02, 40)];
    expect(valueAxis(falling, [], ANY).type).toBe('log');
    expect(valueAxis(falling, [], ANY, 'linear').type).toBe('linear');
    expect(valueAxis(falling, [], [0, 100]).type).toBe('linear');
    expect(valueAxis([from(0.7, 2.3)], [], ANY, 'log').type).toBe('log');
    expect(valueAxis([from(-1, 2.3)], [], ANY, 'log').type).toBe('linear');
  });

  test('has room for where diverged seeds end', () => {
    expect(valueAxis([from(50, 60)], [10], [0, 100]).min).toBeLessThanOrEqual(10);
  });

  test('works without a finite value', () => {
    expect(valueAxis([], [], ANY)).toMatchObject({ min: 0, max: 1, note: 'No value is finite.' });
  });

  test('always has a positive extent, finite limits and ticks within them', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    const curve = fc.tuple(value, value, value).map((values) => values.sort((a, b) => a - b));
    const wanted = fc.constantFrom(undefined, 'linear' as const, 'log' as const);
    fc.assert(
      fc.property(fc.array(curve, { minLength: 1, maxLength: 8 }), wanted, (curves, type) => {
        const extents = curves.map(([low, floor, high]) => ({ low: low, floor: floor, high: high }));
        const axis = valueAxis(extents, [], ANY, type);
        expect(Number.isFinite(axis.min) && Number.isFinite(axis.max)).toBe(true);
        expect(axis.max).toBeGreaterThan(axis.min);
        const { ticks } = valueScale(axis, [300, 0]);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThan(30);
        for (const tick of axis.ticks) expect(tick >= axis.min && tick <= axis.max).toBe(true);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      }),
      { seed: 1 },
    );
  });
});

describe('tickLabels', () => {
  test('have the same number of decimals', () => {
    expect(tickLabels([2.2, 2, 1.8])).toEqual(['2.2', '2.0', '1.8']);
    expect(tickLabels([0, 0.05, 0.1])).toEqual(['0.00', '0.05', '0.10']);
    expect(tickLabels([0, 20, 40])).toEqual(['0', '20', '40']);
    expect(tickLabels([-1, 0])).toEqual(['−1', '0']);
  });

  test('tell values of any size apart', () => {
    expect(tickLabels([0, 5e-6, 1.5e-5])).toEqual(['0', '5e−6', '1.5e−5']);
    expect(tickLabels([0.005, 0.015])).toEqual(['0.005', '0.015']);
    expect(tickLabels([5e6, 2.5e7])).toEqual(['5e6', '2.5e7']);
    expect(tickLabels([0, 2000, 10_000])).toEqual(['0', '2,000', '10,000']);
  });
});

test('a scale places values in pixels, upwards, on a log axis by their logarithms', () => {
  const linear = valueScale({ type: 'linear', min: 0, max: 10, ticks: [0, 5, 10] }, [200, 100]);
  expect([0, 5, 10].map((value) => linear.place(value))).toEqual([200, 150, 100]);
  const log = valueScale({ type: 'log', min: 1, max: 100, ticks: [1, 10, 100] }, [200, 100]);
  expect([1, 10, 100].map((value) => log.place(value))).toEqual([200, 150, 100]);
});
