export { ERROR_CODES, GridsweepError, type ErrorCode } from './error.ts';
export { canonicalJson } from './content-hash.ts';
export { confounders, type Confounder } from './confounder.ts';
export { confirmationOf, type Confirmation } from './confirmation.ts';
export { describeSpecDifference } from './difference.ts';
export { expand, type Cell } from './expand.ts';
export { extend, type Extension, type PresentTrial } from './extend.ts';
export { sweepId } from './identity.ts';
export { alternatives, describeIssue, didYouMean, expected, show } from './issue.ts';
export { specJsonSchema } from './json-schema.ts';
export { GOALS, MOST_METRICS, PRINTABLE_NAME, type Goal, type MetricDeclaration, type MetricPoint } from './metric.ts';
export type { Method, Network, NetworkLayer, Volume } from './method.ts';
export { parseSpec, type ParseResult } from './parse-spec.ts';
export { formatProblem, type Finding, type Path, type Problem } from './problem.ts';
export { trialCount } from './size.ts';
export {
  axes,
  COMMAND_WORKLOAD,
  MAX_TRIALS,
  namedParameters,
  settingsOf,
  type CodeSpec,
  type ParameterSpec,
  type SweepSpec,
} from './spec.ts';
export {
  LOG_LEVELS,
  type CheckpointContent,
  type Control,
  type Failure,
  type LogLevel,
  type Progress,
  type RunEnd,
  type RunEvent,
  type Trainable,
  type TrainEvent,
  type TrainingSlot,
  type TrainOptions,
  type TrialInput,
} from './trainable.ts';
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
