import { GridsweepError } from '@gridsweep/sweep';

import type { ReceivedReport, ReportOutcome, Store, StoredReports } from './store/contract.ts';

/** Reports stored by one transaction at most, and about how many bytes of files with them. */
const BATCH = 256;
const BATCH_BYTES = 16 * 2 ** 20;

/** One agent session's reports: in order, and none after one that failed. */
export interface Lane {
  /** Resolves once the report is durable or refused. The caller limits how many are under way (I6). */
  write(received: ReceivedReport): Promise<ReportOutcome>;
}

interface Entry {
  readonly lane: { failure: GridsweepError | undefined };
  readonly received: ReceivedReport;
  readonly resolve: (outcome: ReportOutcome) => void;
  readonly reject: (error: GridsweepError) => void;
}

/**
 * Stores the reports of all sessions: while one transaction runs the next gathers, so that the database commits
 * rarely under load and at once without.
 */
export class ReportWriter {
  readonly #store: Pick<Store, 'storeReports'>;
  readonly #now: () => number;
  readonly #onStored: (stored: StoredReports) => void;
  #waiting: Entry[] = [];
  #running: Promise<void> | undefined;

  /** @param onStored called after each commit, before its reports are acknowledged */
  constructor(store: Pick<Store, 'storeReports'>, now: () => number, onStored: (stored: StoredReports) => void) {
    this.#store = store;
    this.#now = now;
    this.#onStored = onStored;
  }

  lane(): Lane {
    const lane: Entry['lane'] = { failure: undefined };
    return {
      write: (received) =>
        new Promise((resolve, reject) => {
          this.#waiting.push({ lane, received, resolve, reject });
          this.#running ??= this.#drain();
        }),
    };
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #drain(): Promise<void> {
    // Reports that arrive in the same turn of the event loop go together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const size = batchSize(this.#waiting);
      const batch = this.#waiting.slice(0, size);
      this.#waiting = this.#waiting.slice(size);
      await this.#write(batch);
    }
    this.#running = undefined;
  }

  async #write(batch: readonly Entry[]): Promise<void> {
    const alive = batch.filter((entry) => {
      if (entry.lane.failure === undefined) return true;
      // I3: a report after one that was not stored would leave a gap.
      entry.reject(entry.lane.failure);
      return false;
    });
    if (alive.length === 0) return;
    const reports = alive.map((entry) => entry.received);
    try {
      const stored = await this.#store.storeReports(reports, this.#now());
      this.#onStored(stored);
      alive.forEach((entry, at) => entry.resolve(stored.outcomes[at]!));
    } catch (thrown) {
      const lanes = new Set(alive.map((entry) => entry.lane));
      if (lanes.size > 1) {
        // One session's data may be what the database refuses: each session is tried alone.
        for (const lane of lanes) await this.#write(alive.filter((entry) => entry.lane === lane));
        return;
      }
      const failure = GridsweepError.from(thrown);
      for (const entry of alive) {
        entry.lane.failure = failure;
        entry.reject(failure);
      }
    }
  }
}

/** How many of those that wait go together: at least one. */
function batchSize(waiting: readonly Entry[]): number {
  let bytes = 0;
  const end = waiting.findIndex(({ received }, at) => {
    const { body } = received.report;
    bytes += 'chunk' in body ? body.chunk.bytes.byteLength : 0;
    return at === BATCH || (at > 0 && bytes > BATCH_BYTES);
  });
  return end === -1 ? waiting.length : end;
}
