import type { Logger } from 'pino';
import { GridsweepError } from '@gridsweep/sweep';
import type { DeviceMetrics, DeviceReading } from '@gridsweep/devices';
import type { Timing } from '../backoff.ts';

/** The GPU or MIG instance that an agent has alone. */
export interface PinnedGpu {
  /** As CUDA_VISIBLE_DEVICES has it. */
  readonly uuid: string;
  /** What it does at the moment. */
  readonly read: () => Promise<DeviceReading>;
}

export interface GpuWatchOptions {
  readonly gpu: PinnedGpu;
  readonly logger: Logger;
  readonly timing: Timing;
  /** Called once. */
  readonly onLost: (reason: string) => void;
}

const EVERY_MS = 5_000;

/** Watches an agent's GPU: what it does, and whether it is still there. */
export class GpuWatch {
  readonly name: string;
  readonly #options: GpuWatchOptions;
  readonly #closing = new AbortController();
  #metrics: DeviceMetrics;
  #lost: string | null = null;
  #told = '';

  /** @throws GridsweepError 'unavailable' if the GPU is lost, or as the reading throws */
  static async start(options: GpuWatchOptions): Promise<GpuWatch> {
    const reading = await options.gpu.read();
    if (reading.type === 'lost') throw lostError(options.gpu.uuid, reading.reason);
    return new GpuWatch(options, reading.metrics);
  }

  private constructor(options: GpuWatchOptions, metrics: DeviceMetrics) {
    this.#options = options;
    this.#metrics = metrics;
    this.name = metrics.name;
    void this.#watch();
  }

  /** Of the newest reading. */
  get metrics(): DeviceMetrics {
    return this.#metrics;
  }

  /** Why the agent cannot go on, if its GPU is lost. */
  get lost(): GridsweepError | null {
    return this.#lost === null ? null : lostError(this.#options.gpu.uuid, this.#lost);
  }

  /** Reads the GPU now. @returns bytes in use; null where it cannot be read or is lost */
  async readMemory(): Promise<number | null> {
    return (await this.#read()) ? this.#metrics.memory.usedBytes : null;
  }

  close(): void {
    this.#closing.abort();
  }

  async #watch(): Promise<void> {
    for (;;) {
      try {
        await this.#options.timing.sleep(EVERY_MS, this.#closing.signal);
      } catch {
        return;
      }
      await this.#read();
    }
  }

  /** Once lost the GPU is not asked again: what it would say of itself later is for a new process. */
  async #read(): Promise<boolean> {
    if (this.#lost !== null) return false;
    const { gpu, logger, onLost } = this.#options;
    try {
      const reading = await gpu.read();
      if (reading.type === 'ok') {
        this.#metrics = reading.metrics;
        this.#told = '';
        return true;
      }
      this.#lost ??= reading.reason;
      if (!this.#closing.signal.aborted) onLost(reading.reason);
    } catch (thrown) {
      if (this.#closing.signal.aborted) return false;
      const { message } = GridsweepError.from(thrown);
      if (this.#told !== message) logger.warn(`The GPU cannot be read: ${message}`);
      this.#told = message;
    }
    return false;
  }
}

function lostError(uuid: string, reason: string): GridsweepError {
  return new GridsweepError('unavailable', `GPU ${uuid} is lost. ${reason}`);
}
