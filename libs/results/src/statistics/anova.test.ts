import { describe, expect, test } from 'vitest';
import { balancedAnova } from './anova.ts';
import { golden, relativeError } from './golden.fixture.ts';

describe('balancedAnova', () => {
  test.each(golden.anova)('beside statsmodels: grid $#', ({ cells, total, terms, residual }) => {
    const anova = balancedAnova(cells)!;
    const of = (factors: readonly number[]) => anova.terms.find((term) => term.factors.join() === factors.join())!;
    for (const [factors, squares, df, p] of terms.filter(([factors]) => factors.length < 3)) {
      const term = of(factors);
      expect(term.sumOfSquares).toBeCloseTo(squares, 9);
      expect(term.degreesOfFreedom).toBe(df);
      expect(term.share).toBeCloseTo(squares / total, 10);
      if (p === null) expect(term).not.toHaveProperty('p');
      else expect(relativeError(term.p!, p)).toBeLessThan(1e-6);
    }
    const higher = terms.filter(([factors]) => factors.length > 2);
    if (higher.length > 0) {
      expect(of([]).sumOfSquares).toBeCloseTo(
        higher.reduce((sum, [, squares]) => sum + squares, 0),
        9,
      );
      expect(of([]).degreesOfFreedom).toBe(higher.reduce((sum, [, , df]) => sum + df, 0));
      if (higher.length === 1) expect(relativeError(of([]).p!, higher[0]![3]!)).toBeLessThan(1e-6);
    } else expect(anova.terms.every(({ factors }) => factors.length > 0)).toBe(true);
    expect(anova.residual.sumOfSquares).toBeCloseTo(residual?.[0] ?? 0, 9);
    expect(anova.residual.degreesOfFreedom).toBe(residual?.[1] ?? 0);
    expect(anova.terms.reduce((sum, { share }) => sum + share, anova.residual.share)).toBeCloseTo(1, 12);
  });

  test('says nothing where all values are the same', () => {
    const cells = [0, 1].flatMap((a) => [0, 1].map((b) => ({ levels: [a, b], values: [3, 3] })));
    expect(balancedAnova(cells)).toBeUndefined();
  });
});
