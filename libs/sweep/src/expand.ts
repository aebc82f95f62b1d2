import type { z } from 'zod';

import { combinationCount, combinations, draws } from './combination.ts';
import { GridsweepError } from './error.ts';
import { cellId, trialId } from './identity.ts';
import { describeIssue } from './issue.ts';
import { cellCount, tooFewCells, tooFewCombinations, tooLarge } from './size.ts';
import { MAX_TRIALS, type ParameterSpec, type SweepSpec } from './spec.ts';
import type { Parameters, Trial } from './trial.ts';
import type { Workload } from './workload.ts';

/** One cell of a sweep: what is run with every seed. */
export interface Cell {
  readonly id: string;
  /** Every hyperparameter, the workload's defaults included. */
  readonly parameters: Parameters;
}

/** One combination of a spec's parameters, as it was chosen and as the workload takes it. */
export type Candidate = { readonly index: number; readonly chosen: Parameters } & (
  | (Cell & {
      /** An earlier cell with the same parameters; never of method random. */
      readonly sameAs?: Candidate | undefined;
    })
  | { readonly error: z.ZodError }
);

/**
 * A sweep's trials in order: cells in the order of the spec, the last parameter varying fastest, seeds innermost. Pure.
 * @param sweepId of `sweepId(spec)`; part of every trial's id
 * @param cells as parseSpec found them for this very spec; without them they are found again, which takes as long as parsing
 * @throws GridsweepError 'invalid' where parseSpec with this workload would have found a problem
 */
export function expand(spec: SweepSpec, workload: Workload, sweepId: string, cells = cellsOf(spec, workload)): Trial[] {
  return cells.flatMap(({ id, parameters }, at) =>
    spec.seeds.map((seed, nth) => ({
      id: trialId(sweepId, id, seed),
      index: at * spec.seeds.length + nth,
      cellId: id,
      parameters,
      seed,
    })),
  );
}

function cellsOf(spec: SweepSpec, workload: Workload): readonly Cell[] {
  const invalid = (why: string) => new GridsweepError('invalid', `The sweep "${spec.name}" cannot be run: ${why}.`);
  const wrong = undecided(spec) ?? workload.check?.(spec)[0]?.message ?? tooLarge(spec) ?? tooFewCombinations(spec);
  if (wrong !== undefined) throw invalid(wrong);
  const cells: Cell[] = [];
  for (const candidate of candidates(spec, workload)) {
    if ('error' in candidate)
      throw invalid(`cell ${candidate.index} is refused: ${candidate.error.issues[0]!.message}`);
    const { id, parameters, sameAs, index } = candidate;
    if (sameAs) throw invalid(`cells ${sameAs.index} and ${index} are the same configuration`);
    cells.push({ id, parameters });
  }
  const few = tooFewCells(spec, cells.length);
  if (few !== undefined) throw invalid(few);
  return cells;
}

function undecided({ method, parameters, cells }: SweepSpec): string | undefined {
  const all = Object.values(parameters);
  if ((method === 'list') !== (cells !== undefined)) return 'method list and cells go together, and only one is there';
  if (method === 'grid' && all.some((parameter) => !('values' in parameter))) {
    return 'a grid takes values, not a range to draw from; set method: random';
  }
  const isVaried = (parameter: ParameterSpec) => !('values' in parameter) || parameter.values.length > 1;
  if (method === 'list' && all.some((parameter) => isVaried(parameter) || parameter.when !== undefined)) {
    return 'method list takes parameters of one value; what varies stands in cells';
  }
  return undefined;
}

/**
 * A spec's cells, one after the other. Of method random they differ from each other, and are fewer than asked for where the
 * parameters give no more.
 */
export function candidates(spec: SweepSpec, workload: Workload): Generator<Candidate> {
  switch (spec.method) {
    case 'grid':
      return givenCandidates(combinations(spec.parameters), spec, workload);
    case 'list':
      return givenCandidates(listed(spec), spec, workload);
    case 'random':
      return randomCandidates(spec, workload);
  }
}

function* listed({ parameters, cells = [] }: SweepSpec): Generator<Parameters> {
  for (const constants of combinations(parameters)) for (const cell of cells) yield { ...constants, ...cell };
}

function* givenCandidates(
  combinationsInOrder: Iterable<Parameters>,
  spec: SweepSpec,
  workload: Workload,
): Generator<Candidate> {
  const count = cellCount(spec);
  const seen = new Map<string, Candidate>();
  let index = 0;
  for (const chosen of combinationsInOrder) {
    const candidate = candidateOf(chosen, index++, workload);
    if ('error' in candidate) yield candidate;
    else {
      const sameAs = seen.get(candidate.id);
      if (!sameAs) seen.set(candidate.id, candidate);
      yield sameAs ? { ...candidate, sameAs } : candidate;
    }
    if (index === count) return;
  }
}

function* randomCandidates(spec: SweepSpec, workload: Workload): Generator<Candidate> {
  const tried = new Set<string>();
  const found = new Set<string>();
  let index = 0;
  let inVain = 0;
  // So many draws in vain find one more of cells that are equally likely, all but surely: the odds against it are e^-30.
  const isHopeless = () => inVain++ > 1000 + 30 * found.size;
  for (const chosen of drawsAndRest(spec, isHopeless)) {
    if (index === cellCount(spec)) return;
    const text = JSON.stringify(chosen);
    if (tried.has(text)) continue;
    tried.add(text);
    const candidate = candidateOf(chosen, index, workload);
    if ('id' in candidate) {
      if (found.has(candidate.id)) continue;
      found.add(candidate.id);
    }
    index++;
    inVain = 0;
    yield candidate;
  }
}

/** Draws, and once they are hopeless all combinations where they are few enough: cells that are drawn rarely are found so. */
function* drawsAndRest({ parameters, random_seed }: SweepSpec, isHopeless: () => boolean): Generator<Parameters> {
  for (const drawn of draws(parameters, random_seed)) {
    if (isHopeless()) break;
    yield drawn;
  }
  if (combinationCount(parameters) > MAX_TRIALS) return;
  // Sorted as draws are: an order that does not depend on that of the spec's keys (I1).
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const chosen of combinations(Object.fromEntries(sorted))) yield sortedKeys(chosen);
}

function sortedKeys(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function candidateOf(chosen: Parameters, index: number, workload: Workload): Candidate {
  const parsed = workload.schema.safeParse(chosen, { error: describeIssue });
  if (!parsed.success) return { index, chosen, error: parsed.error };
  const parameters = parsed.data as Parameters;
  return { index, chosen, id: cellId(parameters), parameters };
}
