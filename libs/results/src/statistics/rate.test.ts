import { expect, test } from 'vitest';
import { golden } from './golden.fixture.ts';
import { rate } from './rate.ts';

test.each(golden.rates)('beside statsmodels: %d of %d', (count, of, low, high) => {
  expect(rate(count, of)).toEqual({
    count,
    of,
    low: expect.closeTo(low, 12) as number,
    high: expect.closeTo(high, 12) as number,
  });
});

test('ends at 0 and 1 exactly', () => {
  expect(rate(0, 7)!.low).toBe(0);
  expect(rate(7, 7)!.high).toBe(1);
});

test('of nothing is undefined', () => {
  expect(rate(0, 0)).toBeUndefined();
});
