import type { Goal, MetricDeclaration } from '@gridsweep/sweep';
import type { SweepRecord } from './record.ts';

/** What a sweep is judged by. */
export interface SweepMetric {
  /** Claimed: compared over the seeds at each trial's end. */
  readonly name: string;
  readonly goal: Goal;
  /** Metric by which epochs and cells are chosen; absent where that is the claimed one. Its goal is the same. */
  readonly chooseBy?: string | undefined;
}

/**
 * The metric of a sweep with the one that chooses: as the record, the spec or the workload's declaration has it, where a trial
 * reports it. A sweep that keeps nothing apart for choosing chooses by what it claims.
 */
export function sweepMetric({ metric, spec, metrics, trials }: SweepRecord): SweepMetric {
  const { name, goal } = metric;
  const wanted = metric.chooseBy ?? spec.metric.choose_by ?? declarationOf(name, metrics)?.chooseBy;
  const isReported = trials.some(({ points }) => points.some((point) => point.name === wanted));
  return wanted === undefined || wanted === name || !isReported ? { name, goal } : { name, goal, chooseBy: wanted };
}

export function declarationOf(name: string, metrics: readonly MetricDeclaration[]): MetricDeclaration | undefined {
  return metrics.find((metric) => metric.name === name);
}

/** The loss that training itself goes down by: the first declared one of the training set, else one of that name. */
export function trainingLoss(metrics: readonly MetricDeclaration[]): string {
  return metrics.find(({ name, goal }) => name.startsWith('train/') && goal === 'minimize')?.name ?? 'train/loss';
}
