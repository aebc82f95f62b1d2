/** What a run is told while it trains: to stop early, and how much more it may report. */
export class RunControl {
  readonly #cancel = new AbortController();
  readonly #drain = new AbortController();
  #credits: number;
  #onChange: (() => void) | null = null;

  /** @param credits metric points that may be reported before the run waits for more (I6). */
  constructor(credits: number) {
    this.#credits = credits;
  }

  /** Raised when nothing of the run is wanted any more. */
  get cancelled(): AbortSignal {
    return this.#cancel.signal;
  }

  /** Raised when the run shall stop early with a checkpoint. */
  get drained(): AbortSignal {
    return this.#drain.signal;
  }

  cancel(): void {
    this.#cancel.abort();
    this.#onChange?.();
  }

  drain(): void {
    this.#drain.abort();
    this.#onChange?.();
  }

  addCredits(credits: number): void {
    this.#credits += credits;
    this.#onChange?.();
  }

  /**
   * Accounts for points that were reported. Resolves when more may be: there are credits (they may go below zero by one
   * report), or the run is asked to stop early, after which it reports little.
   */
  async spend(credits: number): Promise<void> {
    this.#credits -= credits;
    while (this.#credits <= 0 && !this.cancelled.aborted && !this.drained.aborted) {
      await new Promise<void>((resolve) => (this.#onChange = resolve));
    }
    this.#onChange = null;
  }
}
