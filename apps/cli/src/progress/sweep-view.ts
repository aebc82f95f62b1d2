import { axes, type SweepSpec } from '@gridsweep/sweep';
import type { Sweep, SweepUpdate, TrialStatus } from '@gridsweep/protocol';
import { cellLabel } from '@gridsweep/results';

/** A watched sweep as known so far. */
export interface SweepView {
  readonly sweep: Sweep;
  /** By id, in the sweep's order. */
  readonly trials: ReadonlyMap<string, TrialStatus>;
  /** Names of the parameters that tell its cells apart. */
  readonly axes: readonly string[];
  /** Whether a cell has several trials, so that a label needs the seed. */
  readonly hasSeeds: boolean;
}

/** The view after an update; the first one has all trials, later ones those that changed. */
export function updated(view: SweepView | undefined, { sweep, trials }: SweepUpdate): SweepView {
  const byId = new Map(view?.trials);
  for (const trial of trials) byId.set(trial.id, trial);
  if (view !== undefined) return { ...view, sweep, trials: byId };
  const spec = specOf(sweep);
  return { sweep, trials: byId, axes: axes(spec), hasSeeds: spec.seeds.length > 1 };
}

/** A coordinator stores only specs that it has parsed, and sends them as they were parsed. */
export function specOf(sweep: Sweep): SweepSpec {
  return sweep.spec as unknown as SweepSpec;
}

/** What a person calls a trial: "adam", "lr 0.01 · relu, seed 3". */
export function trialLabel({ axes, hasSeeds }: SweepView, { parameters, seed }: TrialStatus): string {
  const cell = cellLabel(parameters, axes);
  return hasSeeds ? `${cell}, seed ${seed}` : cell;
}
