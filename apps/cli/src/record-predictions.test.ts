import type { SweepRecord } from '@gridsweep/results';
import { lenetWorkload } from '@gridsweep/lenet';
import { GridsweepError } from '@gridsweep/sweep';
import { expect, test, vi } from 'vitest';
import { representatives, withPredictions } from './record-predictions.ts';
import { memoryTerminal } from './testing/memory-terminal.ts';

/** A sweep whose cells have these final values, one a seed; null: not finished. */
function record(
  cells: Readonly<Record<string, readonly (number | null)[]>>,
  changed: Partial<SweepRecord> = {},
): SweepRecord {
  const trials = Object.entries(cells).flatMap(([optimizer, finals], cell) =>
    finals.map((value, seed) => ({
      id: `${optimizer}-${seed}`,
      index: 10 * cell + seed,
      cellId: optimizer,
      parameters: { optimizer },
      seed,
      ...(value === null
        ? ({ state: 'running' } as const)
        : ({ state: 'finished', outcome: 'completed', endedAt: 2 } as const)),
      attempts: 1,
      provenance: [],
      startedAt: 1,
      points: value === null ? [] : [{ name: 'test/accuracy', step: 9, epoch: 1, value }],
    })),
  );
  const metric = { name: 'test/accuracy', goal: 'maximize' } as const;
  return {
    ...{ id: 's', name: 's', createdAt: 0, axes: ['optimizer'], metrics: lenetWorkload.metrics, metric },
    spec: {
      ...{ name: 's', workload: 'lenet-cifar10', method: 'grid', metric, keep_weights: 'last' },
      parameters: { optimizer: { values: Object.keys(cells) } },
      ...{ seeds: [0, 1, 2], max_retries: 3, random_seed: 0 },
    },
    trials,
    ...changed,
  };
}

test('the best cell is shown by the trial in the middle, then by those next to it', () => {
  expect(representatives(record({ sgd: [0.1, 0.2, 0.3], adam: [0.9, 0.5, 0.6] }))).toEqual([
    'adam-2',
    'adam-1',
    'adam-0',
  ]);
  // Of two in the middle the worse one.
  expect(representatives(record({ adam: [0.8, 0.5, 0.6, 0.7], sgd: [0.1, 0.1, 0.1, 0.1] }))[0]).toBe('adam-2');
  expect(representatives(record({ adam: [null, null], sgd: [null, null] }))).toEqual([]);
});

test('nothing is asked for where no weights are kept, by another workload, or before anything has finished', async () => {
  const asked = () => {
    throw new Error('It asked for weights.');
  };
  const context = { terminal: memoryTerminal().terminal, interrupt: new AbortController().signal };
  const kept = record({ adam: [0.5], sgd: [0.4] });
  for (const unchanged of [
    { ...kept, spec: { ...kept.spec, keep_weights: undefined } },
    { ...kept, spec: { ...kept.spec, workload: 'other' } },
    record({ adam: [null], sgd: [null] }),
  ]) {
    expect(await withPredictions(unchanged, { fetchWeights: asked }, context)).toBe(unchanged);
  }
});

test('[network] weights that the middle trial lacks are taken from the next; without any the record stays as it is', async () => {
  const asked: string[] = [];
  // eslint-disable-next-line require-yield -- nobody has weights
  const fetchWeights = async function* ({ trial }: { readonly trial: string }) {
    asked.push(trial);
    await Promise.resolve();
    throw new GridsweepError('not-found', 'There are none.');
  };
  const kept = record({ sgd: [0.1, 0.2, 0.3], adam: [0.9, 0.5, 0.6] });
  const context = { terminal: memoryTerminal().terminal, interrupt: new AbortController().signal };
  expect(await withPredictions(kept, { fetchWeights }, context)).toBe(kept);
  expect(asked).toEqual(['adam-2', 'adam-1', 'adam-0']);
});

test('where the data set is not in the cache it is said, and nothing is fetched', async () => {
  vi.stubEnv('GRIDSWEEP_CACHE_DIR', '/nowhere');
  try {
    const asked = () => {
      throw new Error('It asked for weights.');
    };
    const { terminal, written } = memoryTerminal();
    const kept = record({ adam: [0.5], sgd: [0.4] });
    const context = { terminal, interrupt: new AbortController().signal };
    expect(await withPredictions(kept, { fetchWeights: asked }, context)).toBe(kept);
    expect(written.err).toBe('Without predictions: the data set is not in the cache (gridsweep dataset fetch).\n');
  } finally {
    vi.unstubAllEnvs();
  }
});
