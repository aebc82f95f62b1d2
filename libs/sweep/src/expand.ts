import type { z } from 'zod';

import { draws } from './draw.ts';
import { GridsweepError } from './error.ts';
import { cellId, trialId } from './identity.ts';
import { describeIssue } from './issue.ts';
import { cellCount, gridValues, tooFewCells, tooLarge } from './size.ts';
import type { ParameterSpec, SweepSpec } from './spec.ts';
import type { Parameters, Trial } from './trial.ts';
import type { Workload } from './workload.ts';

/** One combination of a spec's parameters, as it was chosen and as the workload takes it. */
export type Cell = { readonly index: number; readonly chosen: Parameters } & (
  | {
      readonly id: string;
      /** Every hyperparameter, the workload's defaults included. */
      readonly parameters: Parameters;
      /** An earlier cell with the same parameters; of grids only. */
      readonly sameAs?: Cell | undefined;
    }
  | { readonly error: z.ZodError }
);

/**
 * A sweep's trials in order: cells in the order of the spec, the last parameter varying fastest, seeds innermost. Pure.
 * @param sweepId of `sweepId(spec)`; part of every trial's id
 * @throws GridsweepError 'invalid' where parseSpec with this workload would have found a problem
 */
export function expand(spec: SweepSpec, workload: Workload, sweepId: string): Trial[] {
  const invalid = (why: string) => new GridsweepError('invalid', `The sweep "${spec.name}" cannot be run: ${why}.`);
  const large = tooLarge(spec);
  if (large !== undefined) throw invalid(large);
  const trials: Trial[] = [];
  let count = 0;
  for (const cell of cells(spec, workload)) {
    if ('error' in cell) throw invalid(`cell ${cell.index} is refused: ${cell.error.issues[0]!.message}`);
    if (cell.sameAs) throw invalid(`cells ${cell.sameAs.index} and ${cell.index} are the same configuration`);
    const { id, parameters } = cell;
    for (const seed of spec.seeds) {
      trials.push({ id: trialId(sweepId, id, seed), index: trials.length, cellId: id, parameters, seed });
    }
    count++;
  }
  const few = tooFewCells(spec, count);
  if (few !== undefined) throw invalid(few);
  return trials;
}

/**
 * A spec's cells, one after the other. Of method random they differ from each other, and are fewer than asked for where the
 * parameters give no more.
 */
export function* cells(spec: SweepSpec, workload: Workload): Generator<Cell> {
  const count = cellCount(spec);
  const seen = new Map<string, Cell>();
  let index = 0;
  for (const chosen of spec.method === 'grid' ? grid(Object.entries(spec.parameters)) : fewDraws(spec)) {
    if (index === count) return;
    const parsed = workload.schema.safeParse(chosen, { error: describeIssue });
    if (!parsed.success) {
      yield { index: index++, chosen, error: parsed.error };
      continue;
    }
    const parameters = parsed.data as Parameters;
    const id = cellId(parameters);
    const sameAs = seen.get(id);
    if (sameAs && spec.method === 'random') continue;
    const cell = { index: index++, chosen, id, parameters, sameAs };
    if (!sameAs) seen.set(id, cell);
    yield cell;
  }
}

/** Every combination, lazily: the last parameter varies fastest. */
function* grid([first, ...others]: readonly (readonly [string, ParameterSpec])[]): Generator<Parameters> {
  if (!first) {
    yield {};
    return;
  }
  const [name, parameter] = first;
  for (const value of gridValues(parameter)) {
    for (const rest of grid(others)) yield { [name]: value, ...rest };
  }
}

/** As many draws as find every one of run_cap equally likely cells, all but surely: that takes about n × (ln n + 1). */
function* fewDraws(spec: SweepSpec): Generator<Parameters> {
  const enough = 1000 + 30 * cellCount(spec);
  let made = 0;
  for (const drawn of draws(spec)) {
    if (made++ === enough) return;
    yield drawn;
  }
}
