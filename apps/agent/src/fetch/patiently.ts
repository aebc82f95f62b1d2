import type { Logger } from 'pino';
import { GridsweepError } from '@gridsweep/sweep';
import { Backoff, type Timing } from '../backoff.ts';

const RETRY = { initialMs: 200, maxMs: 5_000, resetAfterMs: 10_000 };
/** What the coordinator itself fails at is tried so often. */
const INTERNAL_TRIES = 5;

export interface Patience {
  readonly logger: Logger;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/**
 * Fetches something from the coordinator, again and again while that does not answer.
 * @throws GridsweepError 'cancelled' by the signal; or as `fetch` throws
 */
export async function patiently<Value>(
  fetch: () => Promise<Value>,
  { logger, timing, signal }: Patience,
): Promise<Value> {
  const backoff = new Backoff(RETRY, timing);
  let internal = 0;
  for (let told = ''; ;) {
    try {
      return await fetch();
    } catch (thrown) {
      const error = GridsweepError.from(thrown);
      if (signal.aborted) throw new GridsweepError('cancelled', 'It is not wanted any more.', { cause: error });
      if (error.code === 'internal') internal += 1;
      // A coordinator that stops in the middle of sending cancels its calls.
      else if (error.code !== 'unavailable' && error.code !== 'cancelled') throw error;
      if (internal === INTERNAL_TRIES) throw error;
      if (told !== error.message) logger.warn(`${error.message.replace(/\.$/, '')}. Trying again until it answers.`);
      told = error.message;
      await timing.sleep(backoff.nextDelayMs(), signal).catch(() => undefined);
    }
  }
}

/** Waits no longer than until the signal is raised. @throws GridsweepError 'cancelled' by the signal; or as `promise` does */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(new GridsweepError('cancelled', 'It is not wanted any more.'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { signal: over.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    over.abort();
  }
}
