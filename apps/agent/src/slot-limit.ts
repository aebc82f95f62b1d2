import type { RunEnd } from './trainer/messages.ts';

/** How many trials an agent trains at once: as many as it was told to, until memory turns out not to hold them. */
export class SlotLimit {
  /** In the beginning. */
  readonly all: number;
  #present: number;
  /** The limit when a run began, by the run's key. */
  readonly #begunWith = new Map<string, number>();

  constructor(slots: number) {
    this.all = slots;
    this.#present = slots;
  }

  get present(): number {
    return this.#present;
  }

  began(key: string): void {
    this.#begunWith.set(key, this.#present);
  }

  /**
   * A run that ran out of memory halves the limit, but not below 1. Others that began with as many at once say nothing new
   * when they fail for it too.
   * @returns whether the limit was halved
   */
  ended(key: string, end: RunEnd): boolean {
    const begunWith = this.#begunWith.get(key);
    this.#begunWith.delete(key);
    if (end.type !== 'failed' || end.kind !== 'out-of-memory') return false;
    if (begunWith !== this.#present || this.#present === 1) return false;
    this.#present = Math.floor(this.#present / 2);
    return true;
  }
}
