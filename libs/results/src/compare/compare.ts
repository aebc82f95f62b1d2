import type { CellSummary } from '../cell-summary.ts';
import type { SweepMetric } from '../sweep-metric.ts';
import type { ComparedCell, Comparison, LeftCell } from './comparison.ts';

/** The cells best first by the metric that chooses; nothing is said yet of how far that can be trusted. */
export function compareCells(cells: readonly CellSummary[], metric: SweepMetric): Comparison {
  const left = cells.flatMap((cell): LeftCell[] => {
    const reason = reasonToLeave(cell);
    return reason === undefined ? [] : [{ cellId: cell.cellId, reason }];
  });
  const compared = cells.filter((cell) => reasonToLeave(cell) === undefined);
  const chooses = metric.chooseBy !== undefined && compared.every(({ choice }) => Number.isFinite(choice?.mean));
  const sign = metric.goal === 'maximize' ? 1 : -1;
  const ordered = compared
    .map((cell): ComparedCell => {
      const { n, mean } = (chooses ? cell.choice : cell.final)!;
      return { cellId: cell.cellId, n, mean, standing: 'unknown' };
    })
    .sort((a, b) => sign * (b.mean - a.mean));
  return { metric: metric.name, choiceMetric: chooses ? metric.chooseBy! : metric.name, cells: ordered, left };
}

function reasonToLeave({ counts, outcomes, final }: CellSummary): LeftCell['reason'] | undefined {
  if (outcomes.diverged > 0) return 'diverged';
  if (final !== undefined && Number.isFinite(final.mean)) return undefined;
  if (counts.finished > 0) return 'unreported';
  return counts.failed > 0 ? 'failed' : 'unfinished';
}
