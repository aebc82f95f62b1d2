import { describe, expect, test } from 'vitest';
import { remembered, tabulated } from './critical-value.ts';
import { tQuantile } from './distributions.ts';
import { dunnettQuantile } from './dunnett.ts';
import { relativeError } from './golden.fixture.ts';

describe('tabulated', () => {
  const cases = [1, 1.01, 1.5, 2, 2.37, 4, 9.5, 17.3, 40, 333, 1e5, 1e9];
  const t = tabulated((df) => tQuantile(0.957, df));
  const dunnett = tabulated((df) => dunnettQuantile(0.957, 3, [{ n: 3, cells: 19 }], df));

  test.each(cases)('is near the exact value at %d degrees of freedom', (df) => {
    expect(relativeError(t(df), tQuantile(0.957, df))).toBeLessThan(1e-4);
    expect(relativeError(dunnett(df), dunnettQuantile(0.957, 3, [{ n: 3, cells: 19 }], df))).toBeLessThan(1e-4);
  });

  // Every node is hit by some degrees of freedom: 32/i.
  test('is a cubic of the logarithm over 1/df, exactly', () => {
    const cubic = (df: number) => Math.exp(1 - 2 / df + 3 / df ** 2 + 0.5 / df ** 3);
    const table = tabulated(cubic);
    for (const df of [1, 1.03, 1.4, 2.1, 3.3, 8, 30, 200])
      expect(relativeError(table(df), cubic(df))).toBeLessThan(1e-6);
  });

  test('computes a node once and only where it is needed', () => {
    const asked: number[] = [];
    const table = tabulated((df) => {
      asked.push(df);
      return df;
    });
    table(8);
    table(7.9);
    expect(asked).toEqual([32 / 3, 8, 6.4, 32 / 6]);
    table(8.5);
    expect(asked).toHaveLength(5);
  });
});

describe('remembered', () => {
  test('computes once for the same argument', () => {
    let calls = 0;
    const double = remembered(({ x }: { x: number }) => {
      calls += 1;
      return 2 * x;
    });
    expect([double({ x: 1 }), double({ x: 1 }), double({ x: 2 })]).toEqual([2, 2, 4]);
    expect(calls).toBe(2);
  });

  test('forgets what was longest not asked for', () => {
    const calls: number[] = [];
    const same = remembered((x: number) => {
      calls.push(x);
      return x;
    }, 2);
    for (const x of [1, 2, 1, 3, 1, 2]) same(x);
    expect(calls).toEqual([1, 2, 3, 2]);
  });
});
