import { hash as digest } from 'node:crypto';

import { canonicalJson } from './canonical-json.ts';
import { combinationCount } from './combination.ts';
import type { SweepSpec } from './spec.ts';
import type { Parameters } from './trial.ts';

/**
 * The id of a spec's sweep, 12 characters: the same for the same normalised spec, however it was written (I1).
 * @param nonce makes another sweep of the same spec
 */
export function sweepId(spec: SweepSpec, nonce = ''): string {
  return hash('sweep', spec, isCut(spec) ? Object.keys(spec.parameters) : [], nonce);
}

/** Whether a spec is of the first cells of its grid: then, and only then, the order of its parameters is content. */
export function isCut({ method, run_cap, parameters }: SweepSpec): boolean {
  return method === 'grid' && run_cap !== undefined && run_cap < combinationCount(parameters);
}

/** The id of a full configuration, 12 characters: the same in every sweep and for every seed. */
export function cellId(parameters: Parameters): string {
  return hash('cell', parameters);
}

/** The id of a trial, 25 characters: its sweep's, a dash, a hash of its configuration and seed (I1). */
export function trialId(sweepId: string, cellId: string, seed: number): string {
  return `${sweepId}-${hash('trial', cellId, seed)}`;
}

/**
 * The first 60 bits of a SHA-256 as 12 digits 0–9a–v. Among the 100,000 trials of the largest sweep, the odds that any two
 * ids are alike are 4e-9.
 */
function hash(...content: readonly unknown[]): string {
  const hex = digest('sha256', canonicalJson(content));
  // 20 bits are five digits of the one kind and four of the other.
  return [0, 5, 10]
    .map((at) =>
      parseInt(hex.slice(at, at + 5), 16)
        .toString(32)
        .padStart(4, '0'),
    )
    .join('');
}
