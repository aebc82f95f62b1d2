import type { CellSummary } from '../cell-summary.ts';
import type { SweepRecord } from '../record.ts';
import type { LeftCell } from './comparison.ts';

/** A cell's finite final values of the metric that chooses, by seed. */
export interface Sample {
  readonly cellId: string;
  /** As many as values, none twice. */
  readonly seeds: readonly number[];
  readonly values: readonly number[];
}

/** What of a sweep can be compared, in the sweep's order. */
export interface Selection {
  /** The metric that the values are of. */
  readonly choiceMetric: string;
  readonly samples: readonly Sample[];
  readonly left: readonly LeftCell[];
}

/**
 * Cells that have at least one finished run with the metric and none that diverged. Values are of `metric.chooseBy` where each of
 * their runs has that, else of the metric itself.
 */
export function selectCells(cells: readonly CellSummary[], metric: SweepRecord['metric']): Selection {
  const left = cells.flatMap((cell) => {
    const reason = reasonToLeave(cell);
    return reason === undefined ? [] : [{ cellId: cell.cellId, reason }];
  });
  const reported = cells
    .filter((cell) => reasonToLeave(cell) === undefined)
    .map(({ cellId, runs }) => ({ cellId, runs: runs.filter(({ final }) => final !== undefined) }));
  const chosenApart =
    metric.chooseBy !== undefined &&
    reported.every(({ runs }) => runs.every(({ choice }) => choice !== undefined && Number.isFinite(choice)));
  return {
    choiceMetric: chosenApart ? metric.chooseBy : metric.name,
    samples: reported.map(({ cellId, runs }) => ({
      cellId,
      seeds: runs.map(({ seed }) => seed),
      values: runs.map(({ final, choice }) => (chosenApart ? choice! : final!)),
    })),
    left,
  };
}

function reasonToLeave({ runs, counts }: CellSummary): LeftCell['reason'] | undefined {
  if (runs.some(({ diverged, final }) => diverged || (final !== undefined && !Number.isFinite(final))))
    return 'diverged';
  if (runs.some(({ final }) => final !== undefined)) return undefined;
  if (runs.length > 0) return 'unreported';
  return counts.failed > 0 && counts.pending + counts.running === 0 ? 'failed' : 'unfinished';
}
