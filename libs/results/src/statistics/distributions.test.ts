import { describe, expect, test } from 'vitest';
import { chiSquareUpperTail, fUpperTail, normalCdf, tQuantile } from './distributions.ts';
import { golden, relativeError } from './golden.fixture.ts';

describe('beside SciPy', () => {
  test.each(golden.distributions.t)('quantile %d of t with %d degrees of freedom', (probability, df, expected) => {
    expect(relativeError(tQuantile(probability, df), expected)).toBeLessThan(1e-6);
  });

  test.each(golden.distributions.f)('upper tail of F at %d, %d and %d, however small', (x, numerator, df, expected) => {
    expect(relativeError(fUpperTail(x, numerator, df), expected)).toBeLessThan(1e-6);
  });

  test.each(golden.distributions.chi)('upper tail of chi-squared at %d, %d', (x, df, expected) => {
    expect(Math.abs(chiSquareUpperTail(x, df) - expected)).toBeLessThan(1e-9);
  });

  test.each(golden.distributions.normal)('normal distribution at %d', (x, expected) => {
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThan(1e-15);
  });
});

test('many degrees of freedom are as good as none: t is normal', () => {
  for (const df of [1e8, 1e12, Infinity]) expect(tQuantile(0.975, df)).toBeCloseTo(1.959964, 6);
});

test('at infinity no probability is left', () => {
  expect(fUpperTail(Infinity, 2, 4)).toBe(0);
  expect(chiSquareUpperTail(Infinity, 3)).toBe(0);
});
