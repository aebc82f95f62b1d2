// Original file: proto/gridsweep/v1/trial.proto

/**
 * Why an attempt failed; decides how the trial is tried again.
 */
export const FailureKind = {
  FAILURE_KIND_UNSPECIFIED: 'FAILURE_KIND_UNSPECIFIED',
  FAILURE_KIND_OUT_OF_MEMORY: 'FAILURE_KIND_OUT_OF_MEMORY',
  FAILURE_KIND_CRASH: 'FAILURE_KIND_CRASH',
  FAILURE_KIND_BAD_CONFIG: 'FAILURE_KIND_BAD_CONFIG',
  FAILURE_KIND_DATA: 'FAILURE_KIND_DATA',
  FAILURE_KIND_LOST: 'FAILURE_KIND_LOST',
} as const;

/**
 * Why an attempt failed; decides how the trial is tried again.
 */
export type FailureKind =
  | 'FAILURE_KIND_UNSPECIFIED'
  | 0
  | 'FAILURE_KIND_OUT_OF_MEMORY'
  | 1
  | 'FAILURE_KIND_CRASH'
  | 2
  | 'FAILURE_KIND_BAD_CONFIG'
  | 3
  | 'FAILURE_KIND_DATA'
  | 4
  | 'FAILURE_KIND_LOST'
  | 5

/**
 * Why an attempt failed; decides how the trial is tried again.
 */
export type FailureKind__Output = typeof FailureKind[keyof typeof FailureKind]
