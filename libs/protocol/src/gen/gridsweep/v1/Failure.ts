// Original file: proto/gridsweep/v1/trial.proto

import type { FailureKind as _gridsweep_v1_FailureKind, FailureKind__Output as _gridsweep_v1_FailureKind__Output } from '../../gridsweep/v1/FailureKind.ts';

/**
 * Why an attempt failed, and its last words.
 */
export interface Failure {
  'kind'?: (_gridsweep_v1_FailureKind);
  'detail'?: (string);
}

/**
 * Why an attempt failed, and its last words.
 */
export interface Failure__Output {
  'kind': (_gridsweep_v1_FailureKind__Output);
  'detail': (string);
}
