export { ERROR_CODES, GridsweepError, type ErrorCode } from './error.ts';
export { expand } from './expand.ts';
export { canonicalJson } from './canonical-json.ts';
export { sweepId } from './identity.ts';
export { specJsonSchema } from './json-schema.ts';
export { GOALS, type Goal, type MetricDeclaration, type MetricPoint } from './metric.ts';
export { parseSpec, type ParseResult } from './parse-spec.ts';
export { formatProblem, type Problem } from './problem.ts';
export { trialCount } from './size.ts';
export { axes, type CodeSpec, type ParameterSpec, type SweepSpec } from './spec.ts';
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
