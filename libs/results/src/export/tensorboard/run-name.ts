import type { Parameters } from '@gridsweep/sweep';
import { formatParameter } from '../../parameter-label.ts';

/** Digits of an index: runs stand in the sweep's order, up to its most trials. */
const DIGITS = 5;

/** "00012", with which the name of a trial's run begins, whatever else of it changes when its sweep grows. */
export function runPrefix(index: number): string {
  return String(index).padStart(DIGITS, '0');
}

/** The index that a run's name begins with; undefined of another name. */
export function indexOfRun(name: string): number | undefined {
  const [, digits] = /^(\d{5,})(?:-|$)/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** A name of a trial's run that is a folder's name everywhere: "00012-adam-lr=0.001-seed=3". */
export function runName(index: number, parameters: Parameters, seed: number, axes: readonly string[]): string {
  const parts = axes.flatMap((axis) => {
    const value = parameters[axis];
    if (value === undefined) return [];
    return typeof value === 'string' ? value : `${axis}=${formatParameter(value)}`;
  });
  const words = parts
    .join('-')
    .replace(/[^A-Za-z0-9.,=_+-]+/g, '_')
    .slice(0, 80);
  return [runPrefix(index), ...(words === '' ? [] : [words]), `seed=${seed}`].join('-');
}
