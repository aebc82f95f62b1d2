/** So many lines may come at once, and so many a second after that. */
const BURST = 200;
const PER_SECOND = 50;
/** A long line counts as one for each so many bytes. */
const BYTES_A_LINE = 400;
/** More than this is cut off. */
const MAX_BYTES = 4_000;

/** Decides which lines of a command's output are kept: a token bucket, so that no command floods the log. */
export class LogLimiter {
  readonly #now: () => number;
  #tokens = BURST;
  #at: number;
  #leftOut = 0;

  /** @param now milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#at = now();
  }

  /** Whether a line is kept. */
  admits(bytes: number): boolean {
    const now = this.#now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#at) / 1000) * PER_SECOND);
    this.#at = now;
    const cost = Math.max(1, Math.ceil(Math.min(bytes, MAX_BYTES) / BYTES_A_LINE));
    // Once it is empty it fills up a little first: one note about many lines, not one about each.
    const needed = this.#leftOut === 0 ? cost : Math.max(cost, PER_SECOND / 2);
    if (this.#tokens < needed) {
      this.#leftOut++;
      return false;
    }
    this.#tokens -= cost;
    return true;
  }

  /** How many lines were left out since the last call. */
  takeLeftOut(): number {
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return leftOut;
  }
}
