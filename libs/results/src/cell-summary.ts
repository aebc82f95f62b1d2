import type { Failure, MetricDeclaration, MetricPoint, Outcome, Parameters } from '@gridsweep/sweep';
import type { Rate } from './compare/comparison.ts';
import { mergeCurves, type Curve } from './curve.ts';
import { judgeCell, judgeRun, JUDGEMENT_WORDS, type Judgement } from './judgement.ts';
import { countTrials, type TrialCounts, type TrialRecord } from './record.ts';
import { runOf, type PointsByMetric, type Run } from './run.ts';
import { estimate, groupBy, rate, type Estimate } from './statistics.ts';
import { declarationOf, trainingLoss, type SweepMetric } from './sweep-metric.ts';

export type { Judgement } from './judgement.ts';
export { wallTimeMs, type Run } from './run.ts';

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
  /** Of each finished trial the metric where the one that chooses was best: `Run.best`. */
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

/** What all cells of a sweep are summed up by. */
export interface Measure {
  readonly metric: SweepMetric;
  readonly metrics: readonly MetricDeclaration[];
}

/** @param trials all trials of one cell, at least one. */
export function summarizeCell(
  trials: readonly TrialRecord[],
  label: string,
  { metric, metrics }: Measure,
): CellSummary {
  const members = trials.map((trial) => ({ trial, points: groupBy(trial.points, (point) => point.name) }));
  const finished = members.filter(({ trial }) => trial.state === 'finished');
  const seriesOf = ({ points }: Member) => points.get(metric.name) ?? [];
  const yardstick = { goal: metric.goal, declared: declarationOf(metric.name, metrics) };
  const loss = trainingLoss(metrics);
  const completed = finished.filter(({ trial }) => trial.outcome !== 'diverged');
  const judged = new Map(
    completed.map((member) => [member, judgeRun(seriesOf(member), member.points.get(loss) ?? [], yardstick)]),
  );
  const runs = finished.map((member) => runOf(member.trial, member.points, metric, judged.get(member)));
  const counts = countTrials(trials);
  const outcomes = countOutcomes(finished);
  return {
    ...{ cellId: trials[0]!.cellId, label, parameters: trials[0]!.parameters },
    seeds: trials.map((trial) => trial.seed),
    ...{ counts, outcomes, runs },
    failures: trials.flatMap((trial) =>
      trial.state === 'failed' ? [{ seed: trial.seed, ...(trial.failure ?? UNKNOWN_FAILURE) }] : [],
    ),
    unreported: runs.filter(({ final }) => final === undefined).length,
    curves: curvesOf(members),
    ...withoutUndefined({
      diverged: rate(outcomes.diverged, counts.finished),
      failed: rate(counts.failed, counts.finished + counts.failed),
      judgement: judgeCell([...judged.values()], completed.map(seriesOf), yardstick),
      final: estimate(runs.flatMap((run) => run.final ?? [])),
      choice: estimate(runs.flatMap((run) => run.choice ?? [])),
      best: estimate(runs.flatMap((run) => run.best?.value ?? [])),
      wallTimeMs: estimate(runs.flatMap((run) => run.wallTimeMs ?? [])),
      latest: newest(members.flatMap((member) => (finished.includes(member) ? [] : (seriesOf(member).at(-1) ?? [])))),
    }),
  };
}

interface Member {
  readonly trial: TrialRecord;
  readonly points: PointsByMetric;
}

const UNKNOWN_FAILURE = { kind: 'crash', detail: 'The trial failed without saying why.' } as const;

function countOutcomes(finished: readonly Member[]): Record<Outcome, number> {
  const diverged = finished.filter(({ trial }) => trial.outcome === 'diverged').length;
  return { completed: finished.length - diverged, diverged };
}

function curvesOf(members: readonly Member[]): Map<string, Curve> {
  const curves = new Map<string, Curve>();
  for (const name of new Set(members.flatMap(({ points }) => [...points.keys()]))) {
    const seeds = members.map(({ trial: { outcome }, points }) => ({ outcome, points: points.get(name) ?? [] }));
    curves.set(name, mergeCurves(seeds, name)!);
  }
  return curves;
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
 * The cell in words: what is remarkable of what its trials did, and how many have not ended. "finished", "at chance",
 * "diverged 1/3", "failed 3/3 (out-of-memory)", "still improving, 1 cancelled", "1 running, 2 pending".
 */
export function readableStatus(cell: CellSummary): string {
  const { counts, outcomes, failures, judgement } = cell;
  const kinds = [...new Set(failures.map((failure) => failure.kind))].join(', ');
  const share = (word: string, count: number) => (counts.total === 1 ? word : `${word} ${count}/${counts.total}`);
  const open = ([word, count]: readonly [string, number]) =>
    count === 0 ? [] : [count === counts.total ? word : `${count} ${word}`];
  const parts = [
    ...(judgement === undefined ? [] : [JUDGEMENT_WORDS[judgement]]),
    ...(outcomes.diverged > 0 ? [share('diverged', outcomes.diverged)] : []),
    ...(counts.failed > 0 ? [`${share('failed', counts.failed)} (${kinds})`] : []),
    ...(
      [
        ['cancelled', counts.cancelled],
        ['running', counts.running],
        ['pending', counts.pending],
      ] as const
    ).flatMap(open),
  ];
  if (parts.length === 0) return 'finished';
  const isPartlyDone = judgement === undefined && outcomes.completed > 0 && outcomes.diverged + counts.failed === 0;
  return [...(isPartlyDone ? [`${outcomes.completed} finished`] : []), ...parts].join(', ');
}

/** Whether every seed came to its end and learned something: nothing about the cell needs a word beside its value. */
export function isUneventful({ counts, outcomes, judgement }: CellSummary): boolean {
  const isStuck = judgement === 'at-chance' || judgement === 'loss-not-falling';
  return !isStuck && counts.total > 0 && outcomes.completed === counts.total;
}

/** Finished trials that did not diverge. */
export function succeeded({ outcomes }: CellSummary): number {
  return outcomes.completed;
}
