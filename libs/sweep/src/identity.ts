import { combinationCount } from './combination.ts';
import { shortHash } from './content-hash.ts';
import type { SweepSpec } from './spec.ts';
import type { Parameters } from './trial.ts';

/**
 * The id of a spec's sweep, 12 characters: the same for the same normalised spec, however it was written (I1).
 * @param nonce makes another sweep of the same spec
 */
export function sweepId(spec: SweepSpec, nonce = ''): string {
  return shortHash('sweep', spec, isCut(spec) ? Object.keys(spec.parameters) : [], nonce);
}

/** Whether a spec is of the first cells of its grid: then, and only then, the order of its parameters is content. */
export function isCut({ method, run_cap, parameters }: SweepSpec): boolean {
  return method === 'grid' && run_cap !== undefined && run_cap < combinationCount(parameters);
}

/** The id of a full configuration, 12 characters: the same in every sweep and for every seed. */
export function cellId(parameters: Parameters): string {
  return shortHash('cell', parameters);
}

/** The id of a trial, 25 characters: its sweep's, a dash, a hash of its configuration and seed (I1). */
export function trialId(sweepId: string, cellId: string, seed: number): string {
  return `${sweepId}-${shortHash('trial', cellId, seed)}`;
}
