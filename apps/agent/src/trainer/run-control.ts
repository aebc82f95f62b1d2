import type { Control } from '@gridsweep/sweep';
import type { Down } from './channel.ts';

/** Points that a run may have reported and that are not durable, beyond which it waits (I6). */
export const POINTS_IN_FLIGHT = 4_000;

/**
 * What a run is told while it trains: to stop early, and how much more it may report. The one place that keeps account of
 * credits: a metric point costs one, which comes back when it is durable, a log line one, which comes back when it was read.
 */
export class RunControl implements Control {
  readonly #cancel = new AbortController();
  readonly #drain = new AbortController();
  #credits = POINTS_IN_FLIGHT;
  #onChange: (() => void) | null = null;

  get cancelled(): AbortSignal {
    return this.#cancel.signal;
  }

  get drained(): AbortSignal {
    return this.#drain.signal;
  }

  received(down: Down): void {
    switch (down.type) {
      case 'credits':
        this.#credits += down.credits;
        break;
      case 'drain':
        this.#drain.abort();
        // So that it comes to its last checkpoint though nothing becomes durable meanwhile.
        this.#credits = Math.max(0, this.#credits) + POINTS_IN_FLIGHT;
        break;
      case 'cancel':
        this.#cancel.abort();
        break;
    }
    this.#onChange?.();
  }

  /**
   * Accounts for what was reported. Resolves when more may be: there are credits (they may go below zero by one report), or
   * nothing of the run is wanted any more.
   */
  async spend(credits: number): Promise<void> {
    this.#credits -= credits;
    while (this.#credits <= 0 && !this.cancelled.aborted) {
      await new Promise<void>((resolve) => (this.#onChange = resolve));
    }
    this.#onChange = null;
  }
}
