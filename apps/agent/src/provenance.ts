import { cpus } from 'node:os';
import type { Provenance } from '@gridsweep/sweep';
import type { EngineName } from '@gridsweep/lenet';

/** Set when the program is bundled; sources of a checkout have no version. */
declare const GRIDSWEEP_VERSION: string | undefined;

/** What computes the numbers of this agent's trials. @param gpu the GPU's model, where the agent has one */
export function provenanceOf(engine: EngineName, engineVariant: string, gpu: string | undefined): Provenance {
  return {
    version: typeof GRIDSWEEP_VERSION === 'string' ? GRIDSWEEP_VERSION : 'checkout',
    engine,
    engineVariant,
    device: gpu ?? cpus()[0]?.model.trim() ?? 'unknown processor',
    nodeVersion: process.versions.node,
  };
}
