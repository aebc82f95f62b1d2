import type { CellSummary } from '../cell-summary.ts';
import type { SweepRecord } from '../record.ts';
import type { LeftCell } from './comparison.ts';

/** Final values of one cell, one a seed. */
export interface Sample {
  readonly cellId: string;
  readonly seeds: readonly number[];
  readonly values: readonly number[];
}

/** What is compared and by which metric, and what is left out. */
export interface Selection {
  readonly choiceMetric: string;
  readonly samples: readonly Sample[];
  readonly left: readonly LeftCell[];
}

/** Cells of which every finished seed has a finite value; by the metric that chooses where all of them have that too. */
export function selectCells(cells: readonly CellSummary[], metric: SweepRecord['metric']): Selection {
  const reasons = cells.map(reasonToLeave);
  const compared = cells.filter((_, at) => reasons[at] === undefined);
  const chooses =
    metric.chooseBy !== undefined && compared.every(({ runs }) => runs.every(({ choice }) => Number.isFinite(choice)));
  return {
    choiceMetric: chooses ? metric.chooseBy! : metric.name,
    samples: compared.map(({ cellId, runs }) => ({
      cellId,
      seeds: runs.map(({ seed }) => seed),
      values: runs.map((run) => (chooses ? run.choice : run.final)!),
    })),
    left: cells.flatMap(({ cellId }, at) => {
      const reason = reasons[at];
      return reason === undefined ? [] : [{ cellId, reason }];
    }),
  };
}

function reasonToLeave({ counts, outcomes, runs }: CellSummary): LeftCell['reason'] | undefined {
  if (outcomes.diverged > 0) return 'diverged';
  if (runs.length === 0) return counts.failed > 0 ? 'failed' : 'unfinished';
  return runs.every(({ final }) => Number.isFinite(final)) ? undefined : 'unreported';
}
