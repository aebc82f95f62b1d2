import { createHash } from 'node:crypto';

import { gridSize } from './size.ts';
import type { SweepSpec } from './spec.ts';
import type { Parameters } from './trial.ts';

/**
 * The id of a spec's sweep, 12 characters: the same for the same normalised spec, however it was written (I1).
 * @param nonce makes another sweep of the same spec
 */
export function sweepId(spec: SweepSpec, nonce = ''): string {
  // A capped grid is its first cells, so there, and only there, the order of its parameters is content.
  const isCut = spec.method === 'grid' && spec.run_cap !== undefined && spec.run_cap < gridSize(spec);
  return hash('sweep', spec, isCut ? Object.keys(spec.parameters) : [], nonce);
}

/** The id of a full configuration, 12 characters: the same in every sweep and for every seed. */
export function cellId(parameters: Parameters): string {
  return hash('cell', parameters);
}

/** The id of a trial, 25 characters: its sweep's, a dash, a hash of its configuration and seed (I1). */
export function trialId(sweepId: string, cellId: string, seed: number): string {
  return `${sweepId}-${hash('trial', cellId, seed)}`;
}

/** JSON with the keys of every object sorted: equal content, equal text. A key that is undefined is as one that is absent. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/**
 * The first 60 bits of a SHA-256 as 12 digits 0–9a–v. Among the 100,000 trials of the largest sweep, the odds that any two
 * ids are alike are 4e-9.
 */
function hash(...content: readonly unknown[]): string {
  const hex = createHash('sha256').update(canonicalJson(content)).digest('hex');
  return BigInt(`0x${hex.slice(0, 15)}`)
    .toString(32)
    .padStart(12, '0');
}
