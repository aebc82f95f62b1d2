import type { Outcome } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { summarize } from './aggregate.ts';
import { finished, optimizersRecord, trial } from './example-records.ts';
import type { Ranking } from './ranking.ts';

/** Ranks cells named by their optimizer, each with its seeds' final values. */
function rank(
  cells: Readonly<Record<string, [Outcome, ...number[]]>>,
  goal: 'minimize' | 'maximize' = 'maximize',
): Ranking {
  const trials = Object.entries(cells).flatMap(([optimizer, [outcome, ...values]]) =>
    values.map((value, seed) => {
      const points = [{ name: 'test/accuracy' as const, step: 10, epoch: 1, value }];
      return { ...trial(0, { optimizer }, finished(points, 0, outcome)), cellId: optimizer, seed };
    }),
  );
  return summarize({ ...optimizersRecord(), metric: { name: 'test/accuracy', goal }, trials }).ranking;
}

describe('order', () => {
  test('follows the goal', () => {
    const cells = { a: ['converged', 0.5], b: ['converged', 0.7], c: ['no-progress', 0.1] } as const;
    expect(rank({ a: [...cells.a], b: [...cells.b], c: [...cells.c] }).cellIds).toEqual(['b', 'a', 'c']);
    expect(rank({ a: [...cells.a], b: [...cells.b], c: [...cells.c] }, 'minimize').cellIds).toEqual(['c', 'a', 'b']);
  });

  test('puts diverged cells after all others and leaves out what is not finite', () => {
    expect(rank({ a: ['diverged', 0.9], b: ['converged', 0.2], c: ['diverged', NaN] }).cellIds).toEqual(['b', 'a']);
  });
});

describe('lead', () => {
  test('one seed cannot tell', () => {
    expect(rank({ a: ['converged', 0.7], b: ['converged', 0.3] }).lead).toMatchObject({
      best: 'a',
      runnerUp: 'b',
      verdict: 'too-few-seeds',
    });
  });

  test('far apart with several seeds is separated, in either direction', () => {
    const cells = { a: ['converged', 0.7, 0.71, 0.72], b: ['converged', 0.5, 0.51, 0.52] } as const;
    for (const goal of ['maximize', 'minimize'] as const) {
      const { lead } = rank({ a: [...cells.a], b: [...cells.b] }, goal);
      expect(lead?.verdict).toBe('separated');
      expect(lead?.difference).toBeCloseTo(0.2, 12);
      expect(lead?.interval?.[0]).toBeGreaterThan(0.15);
    }
  });

  test('within the spread of the seeds is not separated', () => {
    const { lead } = rank({ a: ['converged', 0.6, 0.7, 0.8], b: ['converged', 0.59, 0.69, 0.79] });
    expect(lead?.verdict).toBe('not-separated');
    expect(lead?.interval?.[0]).toBeLessThan(0);
  });

  test('a single cell has none', () => {
    expect(rank({ a: ['converged', 0.5] }).lead).toBeUndefined();
  });
});
