import { canonicalJson, type Parameters, type ParameterValue } from '@gridsweep/sweep';
import { cellLabels } from '../parameter-label.ts';
import type { SweepRecord, TrialRecord } from '../record.ts';
import { groupBy } from '../statistics.ts';

/** A cell that both sweeps have: with the same values of all parameters that either varies. */
export interface CellPair {
  readonly label: string;
  readonly first: readonly TrialRecord[];
  readonly second: readonly TrialRecord[];
  /** Parameters that neither varies and that are different all the same: other constants, other defaults. */
  readonly changed: readonly ChangedParameter[];
}

export interface ChangedParameter {
  readonly parameter: string;
  /** Undefined where the cell lacks it. */
  readonly first: ParameterValue | undefined;
  readonly second: ParameterValue | undefined;
}

export interface Matching {
  readonly pairs: readonly CellPair[];
  /** Labels of cells that only one of them has. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

interface KeyedCell {
  readonly key: string;
  readonly parameters: Parameters;
  readonly trials: readonly TrialRecord[];
}

/** Cells of two sweeps with each other, in the first one's order, whatever the order of either. */
export function matchCells(first: SweepRecord, second: SweepRecord): Matching {
  const axes = [...new Set([...first.axes, ...second.axes])];
  const [ours, theirs] = [cellsOf(first, axes), cellsOf(second, axes)];
  const byKey = new Map(theirs.map((cell) => [cell.key, cell]));
  const known = new Set(ours.map(({ key }) => key));
  const all = [...ours, ...theirs.filter(({ key }) => !known.has(key))];
  const texts = cellLabels(
    all.map(({ parameters }) => parameters),
    axes,
  );
  const labels = new Map(all.map(({ key }, at) => [key, texts[at]!]));
  const shared = new Set(ours.flatMap(({ key }) => (byKey.has(key) ? key : [])));
  const labelsOf = (cells: readonly KeyedCell[]) =>
    cells.flatMap(({ key }) => (shared.has(key) ? [] : labels.get(key)!));
  return {
    pairs: ours.flatMap(({ key, parameters, trials }) => {
      const other = byKey.get(key);
      if (other === undefined) return [];
      const changed = changes(parameters, other.parameters);
      return { label: labels.get(key)!, first: trials, second: other.trials, changed };
    }),
    onlyFirst: labelsOf(ours),
    onlySecond: labelsOf(theirs),
  };
}

function cellsOf({ trials }: SweepRecord, axes: readonly string[]): KeyedCell[] {
  const inOrder = trials.toSorted((a, b) => a.index - b.index);
  return [...groupBy(inOrder, ({ cellId }) => cellId).values()].map((own) => {
    const { parameters } = own[0]!;
    return { key: canonicalJson(axes.map((axis) => parameters[axis] ?? [axis])), parameters, trials: own };
  });
}

function changes(first: Parameters, second: Parameters): ChangedParameter[] {
  return [...new Set([...Object.keys(first), ...Object.keys(second)])].flatMap((parameter) => {
    const [one, other] = [first[parameter], second[parameter]];
    const isSame =
      canonicalJson(one ?? null) === canonicalJson(other ?? null) && parameter in first === parameter in second;
    return isSame ? [] : { parameter, first: one, second: other };
  });
}
