import {
  confounders,
  type CodeSpec,
  type Confounder,
  type Method,
  type MetricDeclaration,
  type Provenance,
  type SweepSpec,
} from '@gridsweep/sweep';
import { summarizeCell, type CellSummary } from './cell-summary.ts';
import { compareCells } from './compare/compare.ts';
import type { Comparison } from './compare/comparison.ts';
import { cellLabels } from './parameter-label.ts';
import { distinctProvenance, mixtures, type Mixture } from './provenance.ts';
import { countTrials, type Predictions, type SweepRecord, type TrialCounts, type TrialRecord } from './record.ts';
import { extent, groupBy } from './statistics.ts';
import { declarationOf, sweepMetric, type SweepMetric } from './sweep-metric.ts';

export type { Confounder } from '@gridsweep/sweep';

/** A sweep's answer: what every table, chart and report is made from. */
export interface Summary {
  readonly sweep: { readonly id: string; readonly name: string; readonly createdAt: number; readonly code?: CodeSpec };
  readonly metric: SweepMetric;
  readonly metrics: readonly MetricDeclaration[];
  /** What trials reported: declared metrics in their order, then others by name. */
  readonly reported: readonly ReportedMetric[];
  readonly axes: readonly string[];
  readonly counts: TrialCounts;
  /** In the sweep's order. */
  readonly cells: readonly CellSummary[];
  readonly comparison: Comparison;
  /** Parameters that differ between cells without being axes: what else may be the cause of a difference. */
  readonly confounders: readonly Confounder[];
  readonly spec: SweepSpec;
  readonly method?: Method;
  readonly predictions?: Predictions;
  /** Milliseconds from the first start to the last end so far. */
  readonly wallTimeMs?: number;
  /** Each different one once: more than one means that the trials' numbers come from unlike machines or versions. */
  readonly provenance: readonly Provenance[];
  /** Of trials that another engine went on with. */
  readonly mixtures: readonly Mixture[];
}

export interface ReportedMetric {
  readonly name: string;
  /** Of the trial that has the most. */
  readonly pointsPerTrial: number;
}

/** Aggregates a sweep over seeds. Pure; works at any moment, whatever has finished. */
export function summarize(record: SweepRecord): Summary {
  const inOrder = record.trials.toSorted((a, b) => a.index - b.index);
  const byCell = [...groupBy(inOrder, (trial) => trial.cellId).values()];
  const labels = cellLabels(
    byCell.map(([first]) => first!.parameters),
    record.axes,
  );
  const metric = sweepMetric(record);
  const measure = { metric, metrics: record.metrics };
  const cells = byCell.map((trials, at) => summarizeCell(trials, labels[at]!, measure));
  const wallTimeMs = wallTime(record.trials);
  return {
    sweep: {
      ...{ id: record.id, name: record.name, createdAt: record.createdAt },
      ...(record.code !== undefined && { code: record.code }),
    },
    metric,
    metrics: record.metrics,
    reported: reportedMetrics(record),
    axes: record.axes,
    counts: countTrials(record.trials),
    cells,
    comparison: compareCells(cells, metric, declarationOf(metric.name, record.metrics)?.unit),
    confounders: confounders(
      cells.map(({ cellId: id, parameters }) => ({ id, parameters })),
      record.axes,
    ),
    spec: record.spec,
    ...(record.method !== undefined && { method: record.method }),
    ...(record.predictions !== undefined && { predictions: record.predictions }),
    ...(wallTimeMs !== undefined && { wallTimeMs }),
    provenance: distinctProvenance(record.trials.flatMap((trial) => trial.provenance)),
    mixtures: mixtures(record.trials),
  };
}

function reportedMetrics({ trials, metrics }: SweepRecord): ReportedMetric[] {
  const most = new Map<string, number>();
  for (const { points } of trials) {
    const counts = new Map<string, number>();
    for (const { name } of points) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, count] of counts) most.set(name, Math.max(count, most.get(name) ?? 0));
  }
  const declared = new Map(metrics.map(({ name }, at) => [name, at]));
  const placeOf = (name: string) => declared.get(name) ?? metrics.length;
  return [...most.keys()]
    .sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
    .map((name) => ({ name, pointsPerTrial: most.get(name)! }));
}

function wallTime(trials: readonly TrialRecord[]): number | undefined {
  const [start] = extent(trials.flatMap((trial) => trial.startedAt ?? []));
  const [, end] = extent(trials.flatMap((trial) => trial.endedAt ?? []));
  return Number.isFinite(start) && Number.isFinite(end) ? Math.max(0, end - start) : undefined;
}

/** What is worked out from a summary, once for each: a summary never changes, and a report needs the same thing in several places. */
export function oncePerSummary<T>(workOut: (summary: Summary) => T): (summary: Summary) => T {
  const known = new WeakMap<Summary, T>();
  return (summary) => {
    if (!known.has(summary)) known.set(summary, workOut(summary));
    return known.get(summary)!;
  };
}
