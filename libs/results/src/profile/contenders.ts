import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { cellLabel } from '../parameter-label.ts';
import { groupBy } from '../statistics.ts';

/** One value of the subject with all its cells: "adam" at every learning rate. */
export interface Contender {
  /** Empty where there is no subject: all cells are one group then. */
  readonly label: string;
  /** In the sweep's order. */
  readonly cells: readonly CellSummary[];
  /** The one that is best by the metric that chooses, of those that are compared. */
  readonly best?: CellSummary;
}

type AxisValues = Pick<Summary, 'axes' | 'cells'>;

/** The first axis that has at least two different values, all of them words. */
export function subjectOf(summary: AxisValues): string | undefined {
  return summary.axes.find((axis) => isVaried(summary, axis, (value) => typeof value === 'string'));
}

/** Axes whose values are numbers, at least two different ones. */
export function numberAxes(summary: AxisValues): string[] {
  return summary.axes.filter((axis) => isVaried(summary, axis, (value) => typeof value === 'number'));
}

function isVaried({ cells }: AxisValues, axis: string, isOfKind: (value: unknown) => boolean): boolean {
  const values = new Set(cells.flatMap(({ parameters }) => parameters[axis] ?? []));
  return values.size > 1 && [...values].every(isOfKind);
}

/** The subject's values in the sweep's order; cells that lack it are a group "without". One group of all cells without a subject. */
export function contenders(summary: Pick<Summary, 'axes' | 'cells' | 'comparison'>): Contender[] {
  const subject = subjectOf(summary);
  const places = new Map(summary.comparison.cells.map(({ cellId }, at) => [cellId, at]));
  const placeOf = ({ cellId }: CellSummary) => places.get(cellId) ?? Infinity;
  const groups = groupBy(summary.cells, ({ parameters }) => (subject === undefined ? '' : parameters[subject]));
  return [...groups].map(([value, cells]) => {
    const first = cells.reduce((a, b) => (placeOf(b) < placeOf(a) ? b : a));
    return {
      label:
        subject === undefined
          ? ''
          : value === undefined
            ? `without ${subject}`
            : cellLabel({ [subject]: value }, [subject]),
      cells,
      ...(placeOf(first) < Infinity && { best: first }),
    };
  });
}

/** Cells that the contenders are judged by: the best of each, or every cell where there is nothing to choose. */
export function representatives(summary: Pick<Summary, 'axes' | 'cells' | 'comparison'>): CellSummary[] {
  return subjectOf(summary) === undefined ? [...summary.cells] : contenders(summary).flatMap(({ best }) => best ?? []);
}
