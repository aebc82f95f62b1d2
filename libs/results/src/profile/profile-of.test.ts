import { expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { mixedRecord } from '../example-records.ts';
import { largeRecord } from '../example-seeds.ts';
import { toTerminal } from '../table/terminal.ts';
import { profile } from './example-curves.ts';
import { profileOf } from './profile-of.ts';

test('a sweep that is under way, or of which nothing is known, has a profile', () => {
  const running = profile(mixedRecord());
  expect(running.subject).toBe('optimizer');
  const empty = { ...mixedRecord(), trials: [] };
  expect(profile(empty)).toEqual({ sensitivity: [], expectedBest: [], parts: [] });
});

test('10,000 trials have a profile in seconds', () => {
  const large = largeRecord({ cells: 1000, seeds: 10, points: 20 });
  const summary = summarize(large);
  const started = performance.now();
  const { parts } = profileOf(large, summary);
  for (const { table } of parts) if (table !== undefined) toTerminal(table, { width: 100, color: false });
  expect(parts.map(({ kind }) => kind)).toEqual([
    'speed',
    'tuneability',
    'smoothness',
    'effects',
    'best-so-far',
    'runtime',
  ]);
  expect(performance.now() - started).toBeLessThan(5_000);
});
