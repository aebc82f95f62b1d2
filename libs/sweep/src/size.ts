import { GridsweepError } from './error.ts';
import type { ParameterSpec, SweepSpec } from './spec.ts';
import type { ParameterValue } from './trial.ts';

/** Most trials of one sweep. */
export const MAX_TRIALS = 100_000;

/** How many trials a spec asks for, found without making them. */
export function trialCount(spec: SweepSpec): number {
  return cellCount(spec) * spec.seeds.length;
}

/** How many cells a spec asks for, found without making them. */
export function cellCount(spec: SweepSpec): number {
  const cap = spec.run_cap ?? Infinity;
  return spec.method === 'random' ? cap : Math.min(cap, gridSize(spec));
}

/** How many combinations the parameters of a grid have, run_cap aside. */
export function gridSize(spec: SweepSpec): number {
  return Object.values(spec.parameters).reduce((size, parameter) => size * gridValues(parameter).length, 1);
}

/** @throws GridsweepError 'invalid' for a range: a grid has no cells between its ends */
export function gridValues(parameter: ParameterSpec): readonly ParameterValue[] {
  if ('values' in parameter) return parameter.values;
  throw new GridsweepError('invalid', 'A grid takes values, not a range to draw from; set method: random for those.');
}

/** What to say of a spec that asks for more than MAX_TRIALS trials; undefined for others. */
export function tooLarge(spec: SweepSpec): string | undefined {
  if (trialCount(spec) <= MAX_TRIALS) return undefined;
  const asked = `${amount(cellCount(spec), 'cell')} × ${amount(spec.seeds.length, 'seed')} make ${amount(trialCount(spec), 'trial')}`;
  return `${asked}, but a sweep has at most ${amount(MAX_TRIALS, 'trial')}; list fewer values or seeds, or set run_cap`;
}

/** What to say of a random spec where only `found` different cells could be drawn; undefined where they are enough. */
export function tooFewCells(spec: SweepSpec, found: number): string | undefined {
  const asked = cellCount(spec);
  if (found === asked) return undefined;
  return `${amount(asked, 'different cell')} cannot be drawn, the parameters give only ${found}; lower run_cap or widen them`;
}

function amount(count: number, unit: string): string {
  return `${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`;
}
