import { OUTCOMES, type Failure, type Goal, type MetricPoint, type Outcome, type Parameters } from '@gridsweep/sweep';
import type { Rate } from './compare/comparison.ts';
import { mergeCurves, type Curve } from './curve.ts';
import { countTrials, type SweepRecord, type TrialCounts, type TrialRecord } from './record.ts';
import { estimate, extent, groupBy, meanOf, type Estimate } from './statistics.ts';

/** One combination of parameters over its seeds. */
export interface CellSummary {
  readonly cellId: string;
  /** Tells it from the other cells: "adam", "lr 0.01 · relu". */
  readonly label: string;
  readonly parameters: Parameters;
  readonly seeds: readonly number[];
  readonly counts: TrialCounts;
  /** Of the finished trials; all are results. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Of the finished trials those that diverged; absent before one has finished. */
  readonly diverged?: Rate;
  /** Of the trials that ended by themselves those that failed; absent before one has ended. */
  readonly failed?: Rate;
  readonly failures: readonly (Failure & { readonly seed: number })[];
  /** What the curves say of the finished trials where it is worth a word. */
  readonly judgement?: Judgement;
  /** One a trial that has finished, by seed. */
  readonly runs: readonly Run[];
  /** The sweep's metric over the finished trials: last point of each. Absent where none has finished with one. */
  readonly final?: Estimate;
  /** The metric that chooses, the same way; absent where that is the sweep's own. */
  readonly choice?: Estimate;
  /** Mean over each finished trial's last three epochs; last three points where it counts no epochs. */
  readonly lastThree?: Estimate;
  /** Best finite point of each finished trial, by the metric's goal. */
  readonly best?: Estimate;
  /** Finished trials that reported no point of the sweep's metric. */
  readonly unreported: number;
  /** Newest point of the sweep's metric among trials that have not finished: how far the cell is. */
  readonly latest?: { readonly value: number } & ({ readonly epoch: number } | { readonly step: number });
  /** By metric. */
  readonly curves: ReadonlyMap<string, Curve>;
  /** Milliseconds of one finished trial, from its first start to its end, over the seeds. */
  readonly wallTimeMs?: Estimate;
}

/** A finished trial in numbers. */
export interface Run {
  readonly trialId: string;
  readonly seed: number;
  readonly diverged: boolean;
  /** The sweep's metric at the end, and the metric that chooses; absent where it was not reported. */
  readonly final?: number;
  readonly choice?: number;
  /** Where the metric that chooses was best, and what the sweep's own was there. */
  readonly best?: { readonly value: number; readonly step: number; readonly epoch?: number | undefined };
  /** Milliseconds from its first start to its end. */
  readonly wallTimeMs?: number;
}

/**
 * at-chance: the final values are not above what guessing gives; loss-not-falling: the last third of the training loss is not below
 * the first; still-improving: the metric rises as steeply at the end that a longer run would change it. None where a run is too short to tell.
 */
export type Judgement = 'at-chance' | 'loss-not-falling' | 'still-improving';

/** @param trials all trials of one cell, at least one. */
export function summarizeCell(
  trials: readonly TrialRecord[],
  label: string,
  { name, goal }: SweepRecord['metric'],
): CellSummary {
  const byMetric = trials.map((trial) => groupBy(trial.points, (point) => point.name));
  const finished = trials.filter((trial) => trial.state === 'finished');
  const series = trials.flatMap(({ state }, at) => (state === 'finished' ? [byMetric[at]!.get(name) ?? []] : []));
  const estimates = {
    final: estimate(series.flatMap((points) => points.at(-1)?.value ?? [])),
    lastThree: estimate(series.flatMap(lastThree)),
    best: estimate(series.flatMap((points) => bestOf(points, goal))),
    wallTimeMs: estimate(finished.flatMap((trial) => wallTimeMs(trial) ?? [])),
    latest: newest(
      trials.flatMap(({ state }, at) => (state === 'finished' ? [] : (byMetric[at]!.get(name)?.at(-1) ?? []))),
    ),
  };
  const curves = new Map<string, Curve>();
  for (const metric of new Set(byMetric.flatMap((points) => [...points.keys()]))) {
    const seeds = trials.map(({ outcome }, at) => ({ outcome, points: byMetric[at]!.get(metric) ?? [] }));
    curves.set(metric, mergeCurves(seeds, metric)!);
  }
  return {
    cellId: trials[0]!.cellId,
    label,
    parameters: trials[0]!.parameters,
    seeds: trials.map((trial) => trial.seed),
    counts: countTrials(trials),
    outcomes: countOutcomes(finished),
    failures: trials.flatMap((trial) =>
      trial.state === 'failed' ? [{ seed: trial.seed, ...(trial.failure ?? UNKNOWN_FAILURE) }] : [],
    ),
    unreported: series.filter((points) => points.length === 0).length,
    curves,
    ...withoutUndefined(estimates),
  };
}

const UNKNOWN_FAILURE = { kind: 'crash', detail: 'The trial failed without saying why.' } as const;

function countOutcomes(finished: readonly TrialRecord[]): Record<Outcome, number> {
  const counts = { converged: 0, 'no-progress': 0, diverged: 0, completed: 0 };
  for (const { outcome } of finished) if (outcome !== undefined) counts[outcome] += 1;
  return counts;
}

/** Mean over the last three epochs; an epoch's evaluation is stamped with the epochs completed. */
function lastThree(points: readonly MetricPoint[]): number[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  const { epoch } = last;
  const rounding = 1e-9;
  const counted =
    epoch === undefined
      ? points.slice(-3)
      : points.filter((point) => point.epoch !== undefined && point.epoch > epoch - 3 + rounding);
  return [meanOf(counted.map((point) => point.value))];
}

function bestOf(points: readonly MetricPoint[], goal: Goal): number[] {
  const [low, high] = extent(points.map((point) => point.value).filter(Number.isFinite));
  const best = goal === 'maximize' ? high : low;
  return Number.isFinite(best) ? [best] : [];
}

/** Milliseconds from a trial's first start to its end; undefined until it has ended. */
export function wallTimeMs({ startedAt, endedAt }: TrialRecord): number | undefined {
  return startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt;
}

function newest(points: readonly MetricPoint[]): CellSummary['latest'] {
  const [first, ...others] = points;
  if (first === undefined) return undefined;
  const { epoch, step, value } = others.reduce((a, b) => (b.step > a.step ? b : a), first);
  return epoch === undefined ? { step, value } : { epoch, value };
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

/** Whether all that the cell did is to train as one would hope: nothing about it needs a word. */
export function isUneventful({ counts, outcomes }: CellSummary): boolean {
  return counts.total > 0 && (outcomes.converged === counts.total || outcomes.completed === counts.total);
}

/** Finished trials that neither diverged nor stood still. */
export function succeeded({ outcomes }: CellSummary): number {
  return outcomes.converged + outcomes.completed;
}
