import type { Provenance } from '@gridsweep/sweep';
import type { TrialRecord } from './record.ts';
import { groupBy } from './statistics.ts';

/** Each different one once, in order of first appearance. */
export function distinctProvenance(all: readonly Provenance[]): Provenance[] {
  const keyOf = ({ version, engine, engineVariant, device, nodeVersion }: Provenance) =>
    JSON.stringify([version, engine, engineVariant, device, nodeVersion]);
  return [...groupBy(all, keyOf).values()].map(([first]) => first!);
}

/** What several attempts of one trial had: "wasm", or "wasm + tensorflow" where they differ; undefined of none. */
export function joined(all: readonly Provenance[], of: (provenance: Provenance) => string): string | undefined {
  return all.length === 0 ? undefined : [...new Set(all.map(of))].join(' + ');
}

/** A trial whose numbers come from one engine up to some step and from another after it: neither's numbers (I5). */
export interface Mixture {
  /** "wasm + tensorflow" */
  readonly of: string;
  readonly trials: number;
}

/** Each different mixture of engines, their variants or versions of gridsweep, with the count of such trials. */
export function mixtures(trials: readonly TrialRecord[]): Mixture[] {
  const mixed = trials.flatMap(({ provenance }) => mixtureOf(provenance) ?? []);
  return [...groupBy(mixed, (of) => of)].map(([of, all]) => ({ of, trials: all.length }));
}

function mixtureOf(all: readonly Provenance[]): string | undefined {
  const parts = [
    (each: Provenance) => each.engine,
    (each: Provenance) => `${each.engine} (${each.engineVariant})`,
    (each: Provenance) => `gridsweep ${each.version}`,
  ].map((of) => joined(all, of));
  return parts.find((part) => part?.includes(' + '));
}
