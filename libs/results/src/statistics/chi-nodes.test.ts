import { expect, test } from 'vitest';
import { chiNodes } from './chi-nodes.ts';

const meanOfPower = (degreesOfFreedom: number, power: number) =>
  chiNodes(degreesOfFreedom).reduce((sum, { at, weight }) => sum + weight * at ** power, 0);

// E(S²/σ²) = 1 and E(S⁴/σ⁴) = 1 + 2/df, as the variance of chi-squared is 2 df.
test.each([1, 1.3, 2, 5, 38, 9000, 1e8])('with %d degrees of freedom moments are those of a variance', (df) => {
  expect(meanOfPower(df, 0)).toBeCloseTo(1, 12);
  expect(Math.abs(meanOfPower(df, 2) - 1)).toBeLessThan(1e-8);
  expect(Math.abs(meanOfPower(df, 4) - (1 + 2 / df))).toBeLessThan(df < 2 ? 2e-6 : 1e-8);
});

test('are few, whatever the degrees of freedom', () => {
  for (const df of [1, 10, 1e6]) expect(chiNodes(df).length).toBeLessThan(150);
});
