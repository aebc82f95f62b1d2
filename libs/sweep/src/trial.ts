/** A hyperparameter's value in one trial; a list is a vector such as Adam's betas. */
export type ParameterValue = string | number | boolean | null | readonly number[];
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** One cell of the grid × one seed. */
export interface Trial {
  /** Hash of the sweep and the trial's full configuration (I1): the same sweep always has the same ids. */
  readonly id: string;
  /** Position in the sweep's order, from 0. */
  readonly index: number;
  /** Hash of `parameters`: the same for all seeds of a cell. */
  readonly cellId: string;
  /** Every hyperparameter, the workload's defaults included. */
  readonly parameters: Parameters;
  readonly seed: number;
}

export const TRIAL_STATES = ['pending', 'running', 'finished', 'failed', 'cancelled'] as const;
export type TrialState = (typeof TRIAL_STATES)[number];

/** What a finished trial's setting did. All three are results. */
export const OUTCOMES = ['converged', 'no-progress', 'diverged'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why an attempt failed. */
export const FAILURE_KINDS = ['out-of-memory', 'crash', 'bad-config', 'data', 'lost'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What computed a trial's numbers. */
export interface Provenance {
  /** Version of gridsweep. */
  readonly version: string;
  readonly engine: string;
  /** What the engine chose on this machine, for example "simd". */
  readonly engineVariant: string;
  /** Processor or GPU model. */
  readonly device: string;
  readonly nodeVersion: string;
}
