import type { FailureKind, MetricPoint, Outcome, Parameters, Provenance, TrialState } from '@gridsweep/sweep';

/** One trial as it stands, with its points. What everything in this library starts from. */
export interface TrialRecord {
  readonly id: string;
  /** Position in the sweep's order, from 0. */
  readonly index: number;
  /** The same for all seeds of a cell. */
  readonly cellId: string;
  readonly parameters: Parameters;
  readonly seed: number;
  readonly state: TrialState;
  /** Set when finished. */
  readonly outcome?: Outcome;
  /** Set when failed. */
  readonly failure?: { readonly kind: FailureKind; readonly detail: string };
  readonly attempts: number;
  readonly provenance?: Provenance;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Ascending by step within each name. */
  readonly points: readonly MetricPoint[];
}

export interface SweepRecord {
  readonly id: string;
  readonly name: string;
  readonly metric: { readonly name: string; readonly goal: 'minimize' | 'maximize' };
  /** Names of the parameters that differ between cells, in the spec's order. */
  readonly axes: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly trials: readonly TrialRecord[];
}
