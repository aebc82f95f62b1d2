import type { Provenance } from '@gridsweep/sweep';
import { summarizeCell, type CellSummary } from './cell-summary.ts';
import { groupBy } from './group-by.ts';
import { rankCells, type Ranking } from './ranking.ts';
import type { SweepRecord, TrialRecord } from './record.ts';
import { extent } from './statistics.ts';
import { countTrials, type TrialCounts } from './trial-counts.ts';

/** A sweep's answer: what every table, chart and report is made from. */
export interface Summary {
  readonly sweep: { readonly id: string; readonly name: string; readonly createdAt: number };
  readonly metric: SweepRecord['metric'];
  readonly axes: readonly string[];
  readonly counts: TrialCounts;
  /** In the sweep's order. */
  readonly cells: readonly CellSummary[];
  readonly ranking: Ranking;
  /** Milliseconds from the first start to the last end so far. */
  readonly wallTimeMs?: number;
  /** Each different one once: more than one means that the trials' numbers come from unlike machines or versions. */
  readonly provenance: readonly Provenance[];
}

/** Aggregates a sweep over seeds. Pure; works at any moment, whatever has finished. */
export function summarize(record: SweepRecord): Summary {
  const inOrder = record.trials.toSorted((a, b) => a.index - b.index);
  const cells = [...groupBy(inOrder, (trial) => trial.cellId).values()].map((trials) => summarizeCell(trials, record));
  const wallTimeMs = wallTime(record.trials);
  return {
    sweep: { id: record.id, name: record.name, createdAt: record.createdAt },
    metric: record.metric,
    axes: record.axes,
    counts: countTrials(record.trials),
    cells,
    ranking: rankCells(cells, record.metric.goal),
    ...(wallTimeMs !== undefined && { wallTimeMs }),
    provenance: distinctProvenance(record.trials),
  };
}

function wallTime(trials: readonly TrialRecord[]): number | undefined {
  const [start] = extent(trials.flatMap((trial) => trial.startedAt ?? []));
  const [, end] = extent(trials.flatMap((trial) => trial.endedAt ?? []));
  return Number.isFinite(start) && Number.isFinite(end) ? Math.max(0, end - start) : undefined;
}

function distinctProvenance(trials: readonly TrialRecord[]): Provenance[] {
  const distinct = new Map<string, Provenance>();
  for (const { provenance } of trials) {
    if (provenance === undefined) continue;
    const { version, engine, engineVariant, device, nodeVersion } = provenance;
    distinct.set(JSON.stringify([version, engine, engineVariant, device, nodeVersion]), provenance);
  }
  return [...distinct.values()];
}
