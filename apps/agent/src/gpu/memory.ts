import type { Timing } from '../backoff.ts';

/** What a run may leave more in use than before: the driver and the allocator round up. */
const TOLERANCE_BYTES = 64 * 2 ** 20;
const FREED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 250;

export interface GpuMemoryOptions {
  /** Bytes in use on the GPU, null where that cannot be told. The agent has the GPU alone, so they are its trainer's. */
  readonly used: () => Promise<number | null>;
  readonly timing: Timing;
}

/**
 * Tells whether a run that was cut off has left its memory behind. What is in use when the trainer is warm, and after a run
 * that ended well, counts as normal: an allocator keeps what it once had.
 */
export class GpuMemory {
  readonly #options: GpuMemoryOptions;
  #normal: number | null = null;

  constructor(options: GpuMemoryOptions) {
    this.#options = options;
  }

  /** The trainer process is new and warm. */
  async started(): Promise<void> {
    this.#normal = await this.#options.used();
  }

  /** A run ended well. */
  async endedWell(): Promise<void> {
    const used = await this.#options.used();
    if (used !== null) this.#normal = Math.max(used, this.#normal ?? 0);
  }

  /** Waits until no more is in use than normal. @returns false if that does not happen; true where nothing can be told */
  async freed(signal: AbortSignal): Promise<boolean> {
    const { used, timing } = this.#options;
    const deadline = timing.now() + FREED_WITHIN_MS;
    for (;;) {
      const present = await used();
      if (present === null || this.#normal === null || present <= this.#normal + TOLERANCE_BYTES) return true;
      if (timing.now() >= deadline || signal.aborted) return false;
      await timing.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
    }
  }
}
