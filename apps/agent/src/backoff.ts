import { setTimeout as sleep } from 'node:timers/promises';

/** Clock and randomness of everything that waits, so that tests can be exact. */
export interface Timing {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** A number in [0, 1). */
  random(): number;
  /** Rejects with AbortError when the signal is raised. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_TIMING: Timing = {
  now: () => performance.now(),
  random: Math.random,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};

export interface BackoffLimits {
  readonly initialMs: number;
  readonly maxMs: number;
  /** Uptime that proves a success: only then the next delay is the initial one again. */
  readonly resetAfterMs: number;
}

/**
 * Delays between tries: each up to twice the one before, a random part of it ("equal jitter": between half and all), so
 * that a thousand agents that lost one coordinator do not return together.
 */
export class Backoff {
  readonly #limits: BackoffLimits;
  readonly #timing: Timing;
  #failures = 0;
  #upSince: number | null = null;

  constructor(limits: BackoffLimits, timing: Timing) {
    this.#limits = limits;
    this.#timing = timing;
  }

  /** A try succeeded: its uptime starts. */
  succeeded(): void {
    this.#upSince = this.#timing.now();
  }

  /** A try failed, or what had succeeded ended: milliseconds to wait before the next, never more than `atMostMs`. */
  nextDelayMs(atMostMs = Infinity): number {
    const { initialMs, maxMs, resetAfterMs } = this.#limits;
    if (this.#upSince !== null && this.#timing.now() - this.#upSince >= resetAfterMs) this.#failures = 0;
    this.#upSince = null;
    const ceiling = Math.min(maxMs, atMostMs, initialMs * 2 ** this.#failures);
    this.#failures += 1;
    return ceiling * (0.5 + 0.5 * this.#timing.random());
  }
}
