/** Wakes the one who waits for something to happen. A ring while nobody waits is kept. */
export class Bell {
  #isRung = false;
  #wake: (() => void) | null = null;

  readonly ring = (): void => {
    this.#isRung = true;
    this.#wake?.();
  };

  /** Resolves when it rings, or after a time. */
  async wait(ms: number): Promise<void> {
    if (!this.#isRung) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
      this.#wake = null;
    }
    this.#isRung = false;
  }
}
