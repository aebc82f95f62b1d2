import { GridsweepError } from './error.ts';
import { candidates } from './expand.ts';
import { show } from './issue.ts';
import { MAX_SEED, type SweepSpec } from './spec.ts';
import type { ParameterValue, Parameters } from './trial.ts';
import type { Workload } from './workload.ts';

/** What a confirmation reruns. */
export interface Confirmation {
  /** Id of the sweep whose answer is tested. */
  readonly sweepId: string;
  /** Which of its cells. */
  readonly cellIds: readonly string[];
  /** How many seeds that it did not use. */
  readonly seeds: number;
}

/**
 * The sweep that reruns some cells of another one with fresh seeds: same workload, code and settings, and the next whole numbers above
 * the largest seed so far. The same confirmation of the same sweep is the same sweep (I1); its cells keep their ids and order.
 * @throws GridsweepError 'invalid' for a cell that the spec does not have
 */
export function confirmationOf(spec: SweepSpec, workload: Workload, wanted: Confirmation): SweepSpec {
  const constants = Object.entries(spec.parameters).filter(
    ([, parameter]) => 'values' in parameter && parameter.values.length === 1 && parameter.when === undefined,
  );
  const shared = new Set(constants.map(([name]) => name));
  return {
    ...spec,
    name: `${shortened(spec.name)}${SUFFIX}`,
    method: 'list',
    parameters: Object.fromEntries(constants),
    cells: chosenCells(spec, workload, wanted.cellIds).map((chosen) =>
      Object.fromEntries(Object.entries(chosen).filter(([name]) => !shared.has(name))),
    ),
    confirms: wanted.sweepId,
    run_cap: undefined,
    random_seed: 0,
    seeds: freshSeeds(spec.seeds, wanted.seeds),
  };
}

const SUFFIX = '-confirmation';

/** Of a sweep's name. */
const MAX_NAME = 100;

function shortened(name: string): string {
  // Not cut within a character of two code units.
  return name
    .slice(0, MAX_NAME - SUFFIX.length)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}

/** What the spec itself says of each wanted cell, in the spec's order: a full configuration may say more than a spec may. */
function chosenCells(spec: SweepSpec, workload: Workload, cellIds: readonly string[]): Parameters[] {
  const wanted = new Set(cellIds);
  const chosen: Record<string, ParameterValue>[] = [];
  for (const candidate of candidates(spec, workload)) {
    if ('id' in candidate && wanted.delete(candidate.id)) chosen.push(candidate.chosen);
    if (wanted.size === 0) return chosen;
  }
  throw new GridsweepError('invalid', `The sweep ${show(spec.name)} has no cell ${[...wanted].join(', ')}.`);
}

function freshSeeds(used: readonly number[], count: number): number[] {
  const largest = used.reduce((most, seed) => Math.max(most, seed), -1);
  if (largest + count <= MAX_SEED) return Array.from({ length: count }, (_, at) => largest + 1 + at);
  // Where there are no more above it, the smallest that were not used.
  const taken = new Set(used);
  const fresh: number[] = [];
  for (let seed = 0; fresh.length < count; seed++) if (!taken.has(seed)) fresh.push(seed);
  return fresh;
}
