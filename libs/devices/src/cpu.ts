import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import type { Memory } from './gpu.ts';

/** What computes where no GPU does. */
export interface Cpu {
  readonly name: string;
  /** Processors that this process may use. */
  readonly processors: number;
  readonly memory: Memory;
}

export function describeCpu(): Cpu {
  return {
    name: cpus()[0]?.model.trim() ?? 'unknown processor',
    processors: availableParallelism(),
    memory: { totalBytes: totalmem(), usedBytes: totalmem() - freemem() },
  };
}
