export { ERROR_CODES, GridsweepError, type ErrorCode } from './error.ts';
export { METRIC_NAMES, type MetricName, type MetricPoint } from './metric.ts';
export {
  FAILURE_KINDS,
  OUTCOMES,
  TRIAL_STATES,
  type FailureKind,
  type Outcome,
  type Parameters,
  type ParameterValue,
  type Provenance,
  type Trial,
  type TrialState,
} from './trial.ts';
export type { Workload } from './workload.ts';
