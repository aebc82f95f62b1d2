import { GridsweepError } from '@gridsweep/sweep';
import { receiveBytes } from './receive.ts';
import type { CallOptions, SweepClient, WeightsPart, WeightsRequest } from './service.ts';
import type { Chunk } from './session.ts';
import type { TrialView } from './sweep.ts';

/** Weights are read into memory. */
const MOST_BYTES = 2 ** 30;

/** The weights kept of a trial. */
export interface FetchedWeights {
  /** The trial that was meant. */
  readonly trial: TrialView;
  readonly bytes: Uint8Array;
}

/**
 * Fetches the weights kept of a trial, whole and as their hash says.
 * @throws GridsweepError 'not-found' (no such trial, or it has none), 'conflict' (they were replaced meanwhile), 'data' (they
 *   came damaged); or as every call does
 */
export async function fetchWeights(
  sweeps: Pick<SweepClient, 'fetchWeights'>,
  request: WeightsRequest,
  options: CallOptions = {},
): Promise<FetchedWeights> {
  const parts = sweeps.fetchWeights(request, options)[Symbol.asyncIterator]();
  const first = await parts.next();
  const trial = first.done === true ? undefined : first.value.trial;
  if (first.done === true || trial === undefined) {
    throw new GridsweepError('data', `The coordinator sent no weights of the trial "${request.trial}".`);
  }
  const { sha256 } = first.value.chunk;
  const what = `The file of weights of trial ${trial.index}`;
  const bytes = await receiveBytes(chunksOf(first.value, parts), { what, sha256, mostBytes: MOST_BYTES });
  return { trial, bytes };
}

async function* chunksOf(first: WeightsPart, rest: AsyncIterator<WeightsPart>): AsyncGenerator<Chunk> {
  yield first.chunk;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value.chunk;
}
