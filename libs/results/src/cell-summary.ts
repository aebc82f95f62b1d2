import {
  METRIC_NAMES,
  OUTCOMES,
  type FailureKind,
  type MetricName,
  type MetricPoint,
  type Outcome,
  type Parameters,
} from '@gridsweep/sweep';
import { mergeCurves, type Curve } from './curve.ts';
import { cellLabel } from './parameter-label.ts';
import type { SweepRecord, TrialRecord } from './record.ts';
import { estimate, meanOf, type Estimate } from './statistics.ts';
import { countTrials, type TrialCounts } from './trial-counts.ts';

/** One combination of parameters over its seeds. */
export interface CellSummary {
  readonly cellId: string;
  /** Tells it from the other cells: "adam", "lr 0.01 · relu". */
  readonly label: string;
  readonly parameters: Parameters;
  readonly seeds: readonly number[];
  readonly counts: TrialCounts;
  /** Of the finished trials; all three are results. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly failures: readonly { readonly seed: number; readonly kind: FailureKind; readonly detail: string }[];
  /** The sweep's metric over the finished trials: last point of each. Absent where none has finished. */
  readonly final?: Estimate;
  /** Mean over each finished trial's last three epochs. */
  readonly lastThree?: Estimate;
  /** Best finite point of each finished trial, by the metric's goal. */
  readonly best?: Estimate;
  /** Newest point of the sweep's metric among trials that have not finished: how far the cell is. */
  readonly latest?: { readonly epoch: number; readonly value: number };
  readonly curves: Readonly<Partial<Record<MetricName, Curve>>>;
  /** Milliseconds of one finished trial, from its first start to its end, over the seeds. */
  readonly wallTimeMs?: Estimate;
}

/** @param trials all trials of one cell, at least one. */
export function summarizeCell(trials: readonly TrialRecord[], sweep: SweepRecord): CellSummary {
  const { cellId, parameters } = trials[0]!;
  const finished = trials.filter((trial) => trial.state === 'finished');
  const series = finished.map((trial) => trial.points.filter((point) => point.name === sweep.metric.name));
  const estimates = {
    final: estimate(series.flatMap((points) => points.at(-1)?.value ?? [])),
    lastThree: estimate(series.flatMap(lastThreeEpochs)),
    best: estimate(series.flatMap((points) => bestOf(points, sweep.metric.goal))),
    wallTimeMs: estimate(finished.flatMap(duration)),
    latest: newest(trials, sweep.metric.name),
  };
  const curves: Partial<Record<MetricName, Curve>> = {};
  for (const name of METRIC_NAMES) {
    const curve = mergeCurves(trials, name);
    if (curve !== undefined) curves[name] = curve;
  }
  return {
    cellId,
    label: cellLabel(parameters, sweep.axes),
    parameters,
    seeds: trials.map((trial) => trial.seed),
    counts: countTrials(trials),
    outcomes: countOutcomes(finished),
    failures: trials.flatMap((trial) =>
      trial.state === 'failed' ? [{ seed: trial.seed, ...(trial.failure ?? UNKNOWN_FAILURE) }] : [],
    ),
    curves,
    ...withoutUndefined(estimates),
  };
}

const UNKNOWN_FAILURE = { kind: 'crash', detail: 'The trial failed without saying why.' } as const;

function countOutcomes(finished: readonly TrialRecord[]): Record<Outcome, number> {
  const counts = { converged: 0, 'no-progress': 0, diverged: 0 };
  for (const { outcome } of finished) if (outcome !== undefined) counts[outcome] += 1;
  return counts;
}

/** Points of the last three epochs; an epoch's evaluation is stamped with the epochs completed. */
function lastThreeEpochs(points: readonly MetricPoint[]): number[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  const rounding = 1e-9;
  return [meanOf(points.filter((point) => point.epoch > last.epoch - 3 + rounding).map((point) => point.value))];
}

function bestOf(points: readonly MetricPoint[], goal: 'minimize' | 'maximize'): number[] {
  const values = points.map((point) => point.value).filter(Number.isFinite);
  if (values.length === 0) return [];
  return [goal === 'maximize' ? Math.max(...values) : Math.min(...values)];
}

function duration({ startedAt, endedAt }: TrialRecord): number[] {
  return startedAt === undefined || endedAt === undefined ? [] : [endedAt - startedAt];
}

function newest(trials: readonly TrialRecord[], metric: string): { epoch: number; value: number } | undefined {
  const points = trials.flatMap((trial) =>
    trial.state === 'finished' ? [] : (trial.points.findLast((point) => point.name === metric) ?? []),
  );
  const point = points.reduce<MetricPoint | undefined>(
    (a, b) => (a === undefined || b.step > a.step ? b : a),
    undefined,
  );
  return point && { epoch: point.epoch, value: point.value };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/**
 * The cell in words: its outcome, or its state while it has none. "converged", "diverged", "2 converged, 1 diverged",
 * "failed (out-of-memory)", "running", "1 converged, 2 pending".
 */
export function cellStatus({ counts, outcomes, failures }: CellSummary): string {
  const kinds = [...new Set(failures.map((failure) => failure.kind))].join(', ');
  const parts: (readonly [number, string])[] = [
    ...OUTCOMES.map((outcome) => [outcomes[outcome], outcome] as const),
    [counts.failed, `failed (${kinds})`],
    [counts.cancelled, 'cancelled'],
    [counts.running, 'running'],
    [counts.pending, 'pending'],
  ];
  const present = parts.filter(([count]) => count > 0);
  if (present.length === 1) return present[0]![1];
  return present.map(([count, word]) => `${count} ${word}`).join(', ');
}

/** `cellStatus` for people: "no progress" rather than the outcome's identifier. */
export function readableStatus(cell: CellSummary): string {
  return cellStatus(cell).replace('no-progress', 'no progress');
}
