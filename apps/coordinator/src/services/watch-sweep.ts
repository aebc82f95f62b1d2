import { isDeepStrictEqual } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import type { Sweep, SweepUpdate, TrialView } from '@gridsweep/protocol';
import { GridsweepError, hasEnded } from '@gridsweep/sweep';

import type { Board } from '../board.ts';
import type { ChangeFeed } from '../change-feed.ts';
import type { Store } from '../store/contract.ts';
import { trialPages } from './trial-pages.ts';

/** At most five updates a second; what changes in between is told once. */
const UPDATE_EVERY_MS = 200;
/** Looked at again even if nothing was announced: another coordinator may serve the same database. */
const LOOK_EVERY_MS = 5000;
const TRIALS_PER_UPDATE = 500;

export interface WatchOptions {
  readonly store: Pick<Store, 'findSweep' | 'findSweepId' | 'readTrials'>;
  readonly board: Board;
  readonly feed: ChangeFeed;
  /** Adds what a sweep waits for. */
  readonly described: (sweep: Sweep) => Sweep;
  /** Aborts when the coordinator closes. */
  readonly closing: AbortSignal;
}

/**
 * The sweep with all its trials, a page an update; then those that changed, until it has ended or the caller is gone. What is
 * in memory is a page of trials, and the ids of those that have not been told as ended.
 */
export async function* watchSweep(
  { store, board, feed, described, closing }: WatchOptions,
  selector: string,
  signal: AbortSignal,
): AsyncGenerator<SweepUpdate> {
  const id = await store.findSweepId(selector);
  const either = AbortSignal.any([signal, closing]);
  // Before the first reading, so that no change falls between the two.
  using subscription = feed.subscribe(id);
  const open = new Set<string>();
  const note = (trial: TrialView): TrialView => {
    if (hasEnded(trial.state)) open.delete(trial.id);
    else open.add(trial.id);
    return board.withProgress(trial);
  };
  const read = async () => described(await store.findSweep(id));

  let sweep = await read();
  for await (const { trials, more } of trialPages(store, id, TRIALS_PER_UPDATE, { fromIndex: 0 })) {
    yield { sweep, trials: trials.map(note), complete: !more };
  }
  for (;;) {
    if (sweep.endedAt !== undefined && open.size === 0) return;
    const first = await subscription.next(LOOK_EVERY_MS, either);
    await setTimeout(UPDATE_EVERY_MS, undefined, { signal: either }).catch(() => undefined);
    if (signal.aborted) return;
    if (closing.aborted) throw new GridsweepError('unavailable', 'The coordinator is shutting down.');
    const before = sweep;
    sweep = await read();
    const ids = new Set([...first, ...subscription.taken()]);
    // Read after it: where the sweep has ended, so have all trials. The last updates therefore have all that were open.
    if (sweep.endedAt !== undefined) for (const trialId of open) ids.add(trialId);
    for await (const { trials } of trialPages(store, id, TRIALS_PER_UPDATE, { ids: [...ids] })) {
      if (trials.length === 0 && isDeepStrictEqual(sweep, before)) continue;
      yield { sweep, trials: trials.map(note), complete: true };
    }
  }
}
