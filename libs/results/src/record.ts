import {
  TRIAL_STATES,
  type CodeSpec,
  type Failure,
  type Goal,
  type MetricDeclaration,
  type MetricPoint,
  type Outcome,
  type Provenance,
  type Trial,
  type TrialState,
} from '@gridsweep/sweep';

/** One trial as it stands, with its points. What everything in this library starts from. */
export interface TrialRecord extends Trial {
  readonly state: TrialState;
  /** Set when finished. */
  readonly outcome?: Outcome | undefined;
  /** Set when failed. */
  readonly failure?: Failure | undefined;
  readonly attempts: number;
  /** What computed it, in order; several where attempts on different engines or devices went on from each other. */
  readonly provenance: readonly Provenance[];
  /** Milliseconds since 1970. */
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  /** Ascending by step within each name. */
  readonly points: readonly MetricPoint[];
}

export interface SweepRecord {
  readonly id: string;
  readonly name: string;
  /** What "best" means. */
  readonly metric: { readonly name: string; readonly goal: Goal };
  /** What the workload says of its metrics. Others that trials report are shown by their names, without a unit. */
  readonly metrics: readonly MetricDeclaration[];
  /** Names of the parameters that differ between cells, in the spec's order. A cell may lack one that others have. */
  readonly axes: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The code that the sweep brought. */
  readonly code?: CodeSpec | undefined;
  /** Numbers of the figures by metric, where a text refers to them by number. */
  readonly figureNumbers?: Readonly<Record<string, number>> | undefined;
  readonly trials: readonly TrialRecord[];
}

/** Trials by state: total = pending + running + finished + failed + cancelled (I4). */
export type TrialCounts = Readonly<Record<TrialState, number>> & { readonly total: number };

export function countTrials(trials: readonly { readonly state: TrialState }[]): TrialCounts {
  const counts = { total: trials.length, pending: 0, running: 0, finished: 0, failed: 0, cancelled: 0 };
  for (const { state } of trials) counts[state] += 1;
  return counts;
}

/** "13 trials = 0 pending + 0 running + 13 finished + 0 failed + 0 cancelled": every view prints it (I4). */
export function formatCounts(counts: TrialCounts): string {
  const parts = TRIAL_STATES.map((state) => `${counts[state]} ${state}`);
  return `${counts.total} ${counts.total === 1 ? 'trial' : 'trials'} = ${parts.join(' + ')}`;
}
