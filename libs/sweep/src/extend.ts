import type { Trial } from './trial.ts';

/** A trial that a sweep has, as far as extending needs to know it. */
export type PresentTrial = Pick<Trial, 'id' | 'index'>;

/** What a changed spec makes of a sweep's trials. */
export interface Extension {
  /** Trials that the sweep lacks, indexes going on after its own. */
  readonly added: readonly Trial[];
  /** Trials of the sweep that the changed spec does not ask for: with any, the change is more than an extension. */
  readonly lacking: readonly PresentTrial[];
}

/**
 * Compares a sweep's trials with those that a changed spec asks for: more values, seeds, cells. A trial that both have is the
 * same: equal cell and seed, equal id (I1).
 * @param wanted of `expand(changed, workload, sweepId)`, with the id of the sweep that is extended
 */
export function extend(present: readonly PresentTrial[], wanted: readonly Trial[]): Extension {
  const presentIds = new Set(present.map(({ id }) => id));
  const wantedIds = new Set(wanted.map(({ id }) => id));
  const next = present.reduce((most, { index }) => Math.max(most, index), -1) + 1;
  const missing = wanted.filter(({ id }) => !presentIds.has(id));
  return {
    added: missing.map((trial, at) => ({ ...trial, index: next + at })),
    lacking: present.filter(({ id }) => !wantedIds.has(id)),
  };
}
