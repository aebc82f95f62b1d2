import {
  TRIAL_STATES,
  type CodeSpec,
  type Failure,
  type Goal,
  type Method,
  type MetricDeclaration,
  type MetricPoint,
  type Outcome,
  type Provenance,
  type SweepSpec,
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
  /** The agent, and so the device, of its last attempt. */
  readonly agentId?: string | undefined;
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
  readonly metric: {
    readonly name: string;
    readonly goal: Goal;
    /** The metric by which epochs and cells are chosen, where trials report it: on data that training and claim do not use. */
    readonly chooseBy?: string | undefined;
  };
  /** What the workload says of its metrics. Others that trials report are shown by their names, without a unit. */
  readonly metrics: readonly MetricDeclaration[];
  /** Names of the parameters that differ between cells, in the spec's order. A cell may lack one that others have. */
  readonly axes: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The code that the sweep brought. */
  readonly code?: CodeSpec | undefined;
  /** The sweep as it was asked for. */
  readonly spec: SweepSpec;
  /** What its workload says of how it trains. */
  readonly method?: Method | undefined;
  /** What a trial's kept weights say of the test set; of the best cell that kept some. */
  readonly predictions?: Predictions | undefined;
  readonly trials: readonly TrialRecord[];
}

/** What one trained network says of labelled pictures. */
export interface Predictions {
  readonly trialId: string;
  /** Optimizer updates made before its weights. */
  readonly step: number;
  /** By label. */
  readonly classes: readonly string[];
  /** Pictures of class row that were taken for class column. */
  readonly confusion: readonly (readonly number[])[];
  /** Some of them: the first of the test set, and of the mistakes those it was surest of. */
  readonly examples: readonly PredictedPicture[];
}

export interface PredictedPicture {
  /** Place in the test set, from 0. */
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, row by row. */
  readonly rgb: Uint8Array;
  readonly label: number;
  /** By class; they add up to 1. */
  readonly probabilities: readonly number[];
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
