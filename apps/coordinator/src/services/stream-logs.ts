import type { LogRecord, LogsRequest } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { ChangeFeed } from '../change-feed.ts';
import type { LogWriter } from '../log-writer.ts';
import type { Store } from '../store/contract.ts';

const LINES_PER_PAGE = 500;
const LOOK_EVERY_MS = 5000;

export interface LogOptions {
  readonly store: Pick<Store, 'findSweep' | 'findSweepId' | 'findTrial' | 'readLogs'>;
  readonly feed: ChangeFeed;
  readonly logs: LogWriter;
  /** Aborts when the coordinator closes. */
  readonly closing: AbortSignal;
}

/** The log of a sweep or of one of its trials, a page in memory at a time; with `follow` also what is yet to come. */
export async function* streamLogs(
  { store, feed, logs, closing }: LogOptions,
  request: LogsRequest,
  signal: AbortSignal,
): AsyncGenerator<LogRecord> {
  const id = await store.findSweepId(request.sweep);
  const trialId = request.trial === undefined ? undefined : await store.findTrial(id, request.trial);
  const either = AbortSignal.any([signal, closing]);
  using subscription = feed.subscribe(id);
  let after = 0;
  for (;;) {
    // Whether it has ended is asked first, so that the last reading has the last lines.
    const { endedAt } = await store.findSweep(id);
    await logs.flush();
    for (;;) {
      const page = await store.readLogs(id, { trialId, after, limit: LINES_PER_PAGE });
      for (const { id: place, ...line } of page) {
        after = place;
        yield line;
      }
      if (page.length < LINES_PER_PAGE) break;
    }
    if (!request.follow || endedAt !== undefined || signal.aborted) return;
    if (closing.aborted) throw new GridsweepError('unavailable', 'The coordinator is shutting down.');
    await subscription.next(LOOK_EVERY_MS, either);
  }
}
