/**
 * What one slot does.
 *
 *     free ──take──▶ taken ──ended──▶ recovering ──recovered──▶ free
 *
 * While it recovers it waits for what its device needs before another run.
 */
type Slot =
  | { readonly kind: 'free' }
  | { readonly kind: 'taken'; /** The limit when the run began. */ readonly limit: number }
  | { readonly kind: 'recovering' };

/** The slots of an agent: as many as it was told to have, of which memory may turn out to hold fewer at once. */
export class Slots {
  /** In the beginning. */
  readonly all: number;
  readonly #slots: Slot[];
  #limit: number;

  constructor(count: number) {
    this.all = count;
    this.#limit = count;
    this.#slots = Array.from({ length: count }, () => ({ kind: 'free' }));
  }

  /** Trials trained at once at most. */
  get limit(): number {
    return this.#limit;
  }

  get taken(): number {
    return this.#count('taken');
  }

  /** Slots that can be taken. One that recovers may still have its memory. */
  get room(): number {
    return Math.max(0, this.#count('free') - (this.all - this.#limit));
  }

  /** Takes a free slot, whether there is room or not. @returns its index */
  take(): number {
    const index = this.#slots.findIndex(({ kind }) => kind === 'free');
    if (index === -1) throw new Error('No slot is free.');
    this.#slots[index] = { kind: 'taken', limit: this.#limit };
    return index;
  }

  /**
   * What was in a slot has left it. A run that ran out of memory halves the limit, but not below 1. Others that began with as
   * many at once say nothing new when they fail for it too.
   * @returns whether the limit was halved
   */
  ended(index: number, how: { readonly type: string; readonly kind?: string }): boolean {
    const slot = this.#slots[index];
    this.#slots[index] = { kind: 'recovering' };
    if (how.type !== 'failed' || how.kind !== 'out-of-memory') return false;
    if (slot?.kind !== 'taken' || slot.limit !== this.#limit || this.#limit === 1) return false;
    this.#limit = Math.floor(this.#limit / 2);
    return true;
  }

  recovered(index: number): void {
    this.#slots[index] = { kind: 'free' };
  }

  #count(kind: Slot['kind']): number {
    return this.#slots.filter((slot) => slot.kind === kind).length;
  }
}
