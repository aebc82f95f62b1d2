/** A chunk of steps should take about so long: messages wait no longer, and the loop around it costs nothing. */
const CHUNK_MS = 40;
const LONGEST_CHUNK = 1024;
/** Progress is reported at most so often. */
const REPORT_EVERY_MS = 500;

/** Measures training to decide how many steps to make in one go and to report images per second. Results never depend on it. */
export class Pace {
  #chunk = 1;
  #images = 0;
  #trainingMs = 0;
  #reportedAt: number;
  readonly #now: () => number;

  /** @param now a clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#reportedAt = now();
  }

  /** Steps to make before others get their turn. */
  get chunk(): number {
    return this.#chunk;
  }

  async measure<T>(steps: number, images: number, work: () => T | Promise<T>): Promise<T> {
    const start = this.#now();
    const result = await work();
    const elapsed = this.#now() - start;
    this.#images += images;
    this.#trainingMs += elapsed;
    const fitting = Math.floor((CHUNK_MS * steps) / elapsed);
    // At most doubled, so that one lucky measurement does not make a long chunk.
    this.#chunk = Math.max(1, Math.min(fitting, 2 * steps, LONGEST_CHUNK));
    return result;
  }

  /** Images per second of training since the last report, if one is due. */
  report(): number | null {
    if (this.#now() - this.#reportedAt < REPORT_EVERY_MS || this.#trainingMs === 0) return null;
    const imagesPerSecond = (1000 * this.#images) / this.#trainingMs;
    this.#images = 0;
    this.#trainingMs = 0;
    this.#reportedAt = this.#now();
    return imagesPerSecond;
  }
}
