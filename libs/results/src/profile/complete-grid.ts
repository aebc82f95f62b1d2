import { canonicalJson } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { formatParameter } from '../parameter-label.ts';
import type { CrossedCell } from '../statistics/anova.ts';

/** A complete, balanced grid of a sweep's final values, or why there is none. */
export type CompleteGrid =
  | {
      readonly axes: readonly string[];
      readonly cells: readonly CrossedCell[];
      /** A value whose cells are left out, since not all of them have a result: "lr 0.1". */
      readonly without?: string;
    }
  | { readonly why: string };

interface Axis {
  readonly name: string;
  /** Values as canonical JSON. */
  readonly values: readonly string[];
}

/**
 * The crossing of all axes, each cell with equally many finite final values. Where one value of one axis has all the cells that lack
 * them, the grid without it.
 */
export function completeGrid(summary: Summary): CompleteGrid {
  if (summary.spec.method === 'random') return { why: 'its cells were drawn at random and are no grid' };
  const axes = summary.axes.map((name) => axisOf(name, summary.cells));
  const size = axes.reduce((product, { values }) => product * values.length, 1);
  const isCrossed = summary.cells.every(({ parameters }) => summary.axes.every((name) => name in parameters));
  if (!isCrossed || size !== summary.cells.length) {
    return { why: `not every combination of ${summary.axes.join(', ')} is a cell` };
  }
  const broken = summary.cells.filter((cell) => !isWhole(cell));
  const found = broken.length === 0 ? summary.cells : undefined;
  const dropped = found === undefined ? droppable(axes, broken) : undefined;
  if (found === undefined && dropped === undefined) {
    return {
      why: `${broken.length === 1 ? `the cell ${broken[0]!.label} has` : `${broken.length} cells have`} no final value in all seeds`,
    };
  }
  const kept = found ?? summary.cells.filter((cell) => valueOf(cell, dropped!.axis.name) !== dropped!.value);
  const n = kept[0]!.runs.length;
  if (kept.some(({ runs }) => runs.length !== n)) return { why: 'its cells have unlike numbers of seeds' };
  // An axis that is left with one value is none.
  const varied = axes.flatMap(({ name }) => {
    const axis = axisOf(name, kept);
    return axis.values.length > 1 ? axis : [];
  });
  if (varied.length < 2) return { why: 'without the cells that have no final value nothing is crossed any more' };
  return {
    axes: varied.map(({ name }) => name),
    cells: kept.map((cell) => ({
      levels: varied.map(({ name, values }) => values.indexOf(valueOf(cell, name))),
      values: cell.runs.map(({ final }) => final!),
    })),
    ...(dropped && { without: `${dropped.axis.name} ${formatParameter(broken[0]!.parameters[dropped.axis.name])}` }),
  };
}

function axisOf(name: string, cells: readonly CellSummary[]): Axis {
  return { name, values: [...new Set(cells.map((cell) => valueOf(cell, name)))] };
}

function valueOf({ parameters }: CellSummary, axis: string): string {
  return canonicalJson(parameters[axis]);
}

function isWhole({ counts, outcomes, runs }: CellSummary): boolean {
  return (
    counts.finished === counts.total && outcomes.diverged === 0 && runs.every(({ final }) => Number.isFinite(final))
  );
}

/** The value that all broken cells share; of several the one whose axis has most values, so that least is lost. */
function droppable(axes: readonly Axis[], broken: readonly CellSummary[]): { axis: Axis; value: string } | undefined {
  const shared = axes.filter(({ name }) => new Set(broken.map((cell) => valueOf(cell, name))).size === 1);
  const [axis] = shared.toSorted((a, b) => b.values.length - a.values.length);
  return axis && { axis, value: valueOf(broken[0]!, axis.name) };
}
