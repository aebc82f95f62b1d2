import { setTimeout as sleep } from 'node:timers/promises';
import { GridsweepError } from '@gridsweep/sweep';
import type { SweepClient, SweepUpdate } from '@gridsweep/protocol';

export interface WatchThroughOptions {
  readonly signal: AbortSignal;
  /** The coordinator was lost and is waited for. Called once for each time. */
  readonly onLost: (error: GridsweepError) => void;
  /** A lost coordinator is waited for so long. Default: one minute. */
  readonly patienceMs?: number;
  /** Default: one second. */
  readonly retryEveryMs?: number;
  /** Whether the coordinator has answered before, and the sweep is named by its id: then it is waited for from the start. */
  readonly isKnown?: boolean;
}

/**
 * Watches a sweep until it has ended, also while its coordinator is started again: then the next update has all trials.
 * @throws GridsweepError as `SweepClient.watch` does, 'unavailable' at once where there was no coordinator to begin with
 */
export async function* watchThrough(
  sweeps: Pick<SweepClient, 'watch'>,
  name: string,
  { signal, onLost, patienceMs = 60_000, retryEveryMs = 1000, isKnown = false }: WatchThroughOptions,
): AsyncGenerator<SweepUpdate> {
  let id = isKnown ? name : undefined;
  let lostAt: number | undefined;
  for (;;) {
    try {
      // By its id once that is known: another sweep may get the name.
      for await (const update of sweeps.watch(id ?? name, { signal })) {
        id = update.sweep.id;
        lostAt = undefined;
        yield update;
      }
      return;
    } catch (thrown) {
      const error = GridsweepError.from(thrown);
      if (error.code !== 'unavailable' || id === undefined) throw error;
      if (lostAt === undefined) onLost(error);
      lostAt ??= performance.now();
      if (performance.now() - lostAt >= patienceMs) throw error;
    }
    await sleep(retryEveryMs, undefined, { signal });
  }
}
