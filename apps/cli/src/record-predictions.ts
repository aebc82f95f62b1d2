import { stat } from 'node:fs/promises';
import { datasetPath, loadDataset } from '@gridsweep/cifar10';
import { createEngine, lenetWorkload, readWeightsWithOrigin } from '@gridsweep/lenet';
import { fetchWeights, type FetchedWeights, type SweepClient } from '@gridsweep/protocol';
import { summarize, type SweepRecord } from '@gridsweep/results';
import { GridsweepError } from '@gridsweep/sweep';
import type { Context } from './context.ts';
import { testPredictions } from './test-predictions.ts';

/**
 * A record with what its best network says of the test set: of the cell that ranks first among those that are compared, the trial
 * whose final value is the median (of an even number the worse of the two in the middle), so that no lucky seed is shown; where that one kept no
 * weights, the one next to it. Left as it is, without cost, where the sweep keeps no weights, and with a line on standard error where
 * the data set is not in the cache: a report fetches nothing.
 */
export async function withPredictions(
  record: SweepRecord,
  sweeps: Pick<SweepClient, 'fetchWeights'>,
  { terminal, interrupt: signal }: Pick<Context, 'terminal' | 'interrupt'>,
): Promise<SweepRecord> {
  if (record.spec.keep_weights === undefined || record.spec.workload !== lenetWorkload.name) return record;
  const candidates = representatives(record);
  if (candidates.length === 0) return record;
  const isCached = await stat(datasetPath()).then(
    () => true,
    () => false,
  );
  if (!isCached) {
    terminal.err.write('Without predictions: the data set is not in the cache (gridsweep dataset fetch).\n');
    return record;
  }
  const fetched = await firstWeights(candidates, sweeps, signal);
  if (fetched === undefined) return record;
  const { parameters, origin } = readWeightsWithOrigin(fetched.bytes);
  if (origin === undefined) return record;
  const [engine, dataset] = [await createEngine('wasm'), await loadDataset()];
  const network = { parameters, activation: origin.hyperparameters.activation };
  const about = { trialId: fetched.trial.id, step: origin.step, signal };
  return { ...record, predictions: await testPredictions(engine, network, dataset.test, about) };
}

/** Trials of the best cell, the median one first and then by how far their places are from it. */
export function representatives(record: SweepRecord): string[] {
  const { comparison, cells } = summarize(record);
  const best = cells.find(({ cellId }) => cellId === comparison.cells[0]?.cellId);
  if (best === undefined) return [];
  const { goal } = record.metric;
  const ranked = best.runs
    .filter(({ final }) => final !== undefined && Number.isFinite(final))
    .toSorted((a, b) => (goal === 'maximize' ? a.final! - b.final! : b.final! - a.final!));
  const middle = Math.floor((ranked.length - 1) / 2);
  const distance = (place: number) => Math.abs(place - middle);
  return ranked
    .map(({ trialId }, place) => ({ trialId, place }))
    .sort((a, b) => distance(a.place) - distance(b.place))
    .map(({ trialId }) => trialId);
}

async function firstWeights(
  trialIds: readonly string[],
  sweeps: Pick<SweepClient, 'fetchWeights'>,
  signal: AbortSignal,
): Promise<FetchedWeights | undefined> {
  for (const trial of trialIds) {
    try {
      return await fetchWeights(sweeps, { trial }, { signal });
    } catch (thrown) {
      if (GridsweepError.from(thrown).code !== 'not-found') throw thrown;
    }
  }
  return undefined;
}
