import { isDeepStrictEqual } from 'node:util';
import type { Sweep, SweepUpdate } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { ChangeFeed } from '../change-feed.ts';
import type { ProgressBoard } from '../progress-board.ts';
import type { Store } from '../store/contract.ts';

/** At most five updates a second; what changes in between is told once. */
const UPDATE_EVERY_MS = 200;
/** Looked at again even if nothing was announced: another coordinator may serve the same database. */
const LOOK_EVERY_MS = 5000;
/** Where more trials changed, all are read: cheaper than naming them. */
const MOST_NAMED = 1000;

export interface WatchOptions {
  readonly store: Pick<Store, 'findSweep' | 'readTrials'>;
  readonly board: ProgressBoard;
  readonly feed: ChangeFeed;
  /** Aborts when the coordinator closes. */
  readonly closing: AbortSignal;
}

/** The sweep with all its trials, then with those that changed, until it has ended or the caller is gone. */
export async function* watchSweep(
  { store, board, feed, closing }: WatchOptions,
  selector: string,
  signal: AbortSignal,
): AsyncGenerator<SweepUpdate> {
  const { id } = await store.findSweep(selector);
  const either = AbortSignal.any([signal, closing]);
  // Before the first reading, so that no change falls between the two.
  using subscription = feed.subscribe(id);
  let told: Sweep | undefined;
  let changed: readonly string[] | undefined;
  for (;;) {
    const sweep = await store.findSweep(id);
    // Read after it: where the sweep has ended, so have all trials. The last update therefore has them all.
    const ended = sweep.endedAt !== undefined;
    const trials = changed?.length === 0 && !ended ? [] : await store.readTrials(id, ended ? undefined : changed);
    if (trials.length > 0 || !isDeepStrictEqual(sweep, told)) {
      told = sweep;
      yield { sweep, trials: trials.map((trial) => board.withProgress(trial)) };
    }
    if (ended) return;
    const first = await subscription.next(LOOK_EVERY_MS, either);
    await pause(UPDATE_EVERY_MS, either);
    if (signal.aborted) return;
    if (closing.aborted) throw new GridsweepError('unavailable', 'The coordinator is shutting down.');
    const ids = new Set([...first, ...subscription.taken()]);
    changed = ids.size > MOST_NAMED ? undefined : [...ids];
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
