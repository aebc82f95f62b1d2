import type { MetricPoint } from '@gridsweep/sweep';
import type { RunJudgement } from './judgement.ts';
import type { TrialRecord } from './record.ts';
import type { SweepMetric } from './sweep-metric.ts';

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
  /** What its curves say where it is worth a word. */
  readonly judgement?: RunJudgement;
  /** Milliseconds from its first start to its end. */
  readonly wallTimeMs?: number;
}

/** Points of one trial by metric. */
export type PointsByMetric = ReadonlyMap<string, readonly MetricPoint[]>;

/** A finished trial's numbers. */
export function runOf(
  trial: TrialRecord,
  points: PointsByMetric,
  metric: SweepMetric,
  judgement: RunJudgement | undefined,
): Run {
  const claimed = points.get(metric.name) ?? [];
  const choosing = metric.chooseBy === undefined ? claimed : (points.get(metric.chooseBy) ?? []);
  const final = claimed.at(-1)?.value;
  const choice = metric.chooseBy === undefined ? undefined : choosing.at(-1)?.value;
  const best = bestOf(claimed, choosing, metric);
  const time = wallTimeMs(trial);
  return {
    ...{ trialId: trial.id, seed: trial.seed, diverged: trial.outcome === 'diverged' },
    ...(final !== undefined && { final }),
    ...(choice !== undefined && { choice }),
    ...(best !== undefined && { best }),
    ...(judgement !== undefined && { judgement }),
    ...(time !== undefined && { wallTimeMs: time }),
  };
}

/** The claimed metric's point at the step where the choosing one is best, the earliest of equally good ones; finite on both sides. */
function bestOf(claimed: readonly MetricPoint[], choosing: readonly MetricPoint[], { goal }: SweepMetric): Run['best'] {
  const sign = goal === 'maximize' ? 1 : -1;
  const claimedAt = new Map(claimed.filter(isFinitePoint).map((point) => [point.step, point]));
  let best: { readonly claim: MetricPoint; readonly by: number } | undefined;
  for (const { step, value } of choosing.filter(isFinitePoint)) {
    const claim = claimedAt.get(step);
    if (claim !== undefined && (best === undefined || sign * (value - best.by) > 0)) best = { claim, by: value };
  }
  if (best === undefined) return undefined;
  const { value, step, epoch } = best.claim;
  return { value, step, ...(epoch !== undefined && { epoch }) };
}

function isFinitePoint({ value }: MetricPoint): boolean {
  return Number.isFinite(value);
}

/** Milliseconds from a trial's first start to its end; undefined until it has ended. */
export function wallTimeMs({ startedAt, endedAt }: TrialRecord): number | undefined {
  return startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt;
}
