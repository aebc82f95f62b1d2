// Original file: proto/gridsweep/v1/agent_service.proto

import type { FailureKind as _gridsweep_v1_FailureKind, FailureKind__Output as _gridsweep_v1_FailureKind__Output } from '../../gridsweep/v1/FailureKind.ts';

export interface Failed {
  'kind'?: (_gridsweep_v1_FailureKind);
  'detail'?: (string);
}

export interface Failed__Output {
  'kind': (_gridsweep_v1_FailureKind__Output);
  'detail': (string);
}
