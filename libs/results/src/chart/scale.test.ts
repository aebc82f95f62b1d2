import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearScale, logScale, valueLabel } from './scale.ts';

const labels = (scale: { ticks: readonly { label: string }[] }) => scale.ticks.map(({ label }) => label);

describe('linear scale', () => {
  test('ticks are round and enclose the values', () => {
    const scale = linearScale([43, 65.2], [0, 100]);
    expect(labels(scale)).toEqual(['40', '45', '50', '55', '60', '65', '70']);
    expect([scale.place(40), scale.place(70), scale.place(55)]).toEqual([0, 100, 50]);
  });

  test('a tight one ends at the values and keeps the ticks within', () => {
    const scale = linearScale([43, 65.2], [100, 0], { tight: true });
    expect([scale.low, scale.high]).toEqual([43, 65.2]);
    expect(labels(scale)).toEqual(['45', '50', '55', '60', '65']);
    expect(scale.place(65.2)).toBe(0);
  });

  test('labels have the decimal places that tell ticks apart, and one kind of minus', () => {
    expect(labels(linearScale([-0.02, 0.03], [0, 1]))).toEqual(['−0.02', '−0.01', '0.00', '0.01', '0.02', '0.03']);
    expect(labels(linearScale([0, 4e7], [0, 1], { count: 4 }))).toEqual(['0', '1e7', '2e7', '3e7', '4e7']);
    expect(labels(linearScale([0, 4e-9], [0, 1], { count: 4 }))).toEqual(['0', '1e−9', '2e−9', '3e−9', '4e−9']);
    expect(labels(linearScale([0, 20_000], [0, 1], { count: 2 }))).toEqual(['0', '10,000', '20,000']);
  });

  test('values that only rounding tells apart are one', () => {
    const scale = linearScale([0.009999999999999998, 0.01], [0, 100]);
    expect(scale.ticks.length).toBeLessThan(20);
    expect(scale.high - scale.low).toBeGreaterThan(0.001);
  });

  test('one value has room on both sides', () => {
    const scale = linearScale([5, 5], [0, 100]);
    expect(scale.low).toBeLessThan(5);
    expect(scale.high).toBeGreaterThan(5);
    expect(linearScale([0, 0], [0, 100]).place(0)).toBe(50);
  });

  test('whatever the values, they are within, in order, with a few ticks', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (low, span) => {
        fc.pre(low + span > low && span > Math.abs(low) * 1e-9);
        const scale = linearScale([low, low + span], [0, 100]);
        const rounding = 1e-6;
        expect(scale.place(low)).toBeGreaterThanOrEqual(-rounding);
        expect(scale.place(low + span)).toBeLessThanOrEqual(100 + rounding);
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
        expect(scale.ticks.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});

describe('logarithmic scale', () => {
  test('ticks are powers of ten over many, and between them over few', () => {
    expect(labels(logScale([1e-5, 0.1], [0, 100]))).toEqual(['1e−5', '0.0001', '0.001', '0.01', '0.1']);
    expect(labels(logScale([0.02, 0.09], [0, 100]))).toEqual(['0.02', '0.03', '0.05', '0.07']);
    expect(labels(logScale([1e-12, 1], [0, 100], 4))).toEqual(['1e−12', '1e−9', '1e−6', '0.001', '1']);
  });

  test('equal factors are equal distances', () => {
    const scale = logScale([0.001, 0.1], [0, 100]);
    expect(scale.place(0.01) - scale.place(0.001)).toBeCloseTo(scale.place(0.1) - scale.place(0.01));
    expect(scale.place(0.001)).toBeGreaterThan(0);
    expect(scale.place(0.1)).toBeLessThan(100);
  });

  test('one value stands in the middle', () => {
    expect(logScale([0.01, 0.01], [0, 100]).place(0.01)).toBeCloseTo(50);
  });
});

test('a single value keeps what tells it from others', () => {
  expect([0.001, 1e-5, 20, 2e7, -0.5, 0].map(valueLabel)).toEqual(['0.001', '1e−5', '20', '2e7', '−0.5', '0']);
});
