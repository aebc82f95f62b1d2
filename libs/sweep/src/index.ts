export { ERROR_CODES, GridsweepError, type ErrorCode } from './error.ts';
export { METRIC_NAMES, type MetricName, type MetricPoint } from './metric.ts';
export {
  FAILURE_KINDS,
  NEW_TRIAL_STATUS,
  OUTCOMES,
  TRIAL_STATES,
  hasEnded,
  transition,
  type FailureKind,
  type Outcome,
  type Parameters,
  type ParameterValue,
  type Provenance,
  type Trial,
  type TrialEvent,
  type TrialState,
  type TrialStatus,
} from './trial.ts';
export type { Workload } from './workload.ts';
