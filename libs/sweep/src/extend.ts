import { differencesOf } from './difference.ts';
import { GridsweepError } from './error.ts';
import { expand, type Cell } from './expand.ts';
import { show } from './issue.ts';
import { axes, type SweepSpec } from './spec.ts';
import type { Trial } from './trial.ts';
import type { Workload } from './workload.ts';

/** Keys of a spec without which equal parameters would not make equal trials, or the sweep would be another to people. */
const FIXED = ['name', 'workload', 'metric', 'command', 'program', 'code'] as const satisfies (keyof SweepSpec)[];

/** A sweep to add trials to. */
export interface Extendable {
  readonly id: string;
  readonly spec: SweepSpec;
  /** All of them. */
  readonly trials: readonly Pick<Trial, 'id' | 'index' | 'parameters' | 'seed'>[];
}

/**
 * The trials that a changed spec asks for beyond those of a sweep: more values, seeds, cells. Their ids are those that the same
 * cells and seeds would have had from the start (I1); their indexes go on after the sweep's own.
 * @param cells as parseSpec found them for `changed`
 * @throws GridsweepError 'conflict' where the changed spec does more than add; 'invalid' where it cannot be run
 */
export function extend(sweep: Extendable, changed: SweepSpec, workload: Workload, cells?: readonly Cell[]): Trial[] {
  const others = differencesOf(FIXED, sweep.spec, changed);
  if (others.length > 0) {
    throw new GridsweepError(
      'conflict',
      `Extending only adds trials, this would be another sweep: ${others.join('; ')}.`,
    );
  }
  const wanted = expand(changed, workload, sweep.id, cells);
  const kept = new Set(wanted.map(({ id }) => id));
  const lacking = sweep.trials.filter(({ id }) => !kept.has(id));
  if (lacking.length > 0) {
    const { parameters, seed } = lacking[0]!;
    const cell = axes(sweep.spec).flatMap((name) => (name in parameters ? `${name} ${show(parameters[name])}` : []));
    throw new GridsweepError(
      'conflict',
      `Extending only adds trials, but ${lacking.length} of the sweep's ${sweep.trials.length} are not in the changed spec, ` +
        `the first with ${[...cell, `seed ${seed}`].join(', ')}; keep the values and seeds that are there.`,
    );
  }
  const present = new Set(sweep.trials.map(({ id }) => id));
  const next = sweep.trials.reduce((most, { index }) => Math.max(most, index), -1) + 1;
  return wanted.filter(({ id }) => !present.has(id)).map((trial, at) => ({ ...trial, index: next + at }));
}
