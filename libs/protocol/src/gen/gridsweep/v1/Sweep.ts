// Original file: proto/gridsweep/v1/sweep_service.proto

import type { SweepState as _gridsweep_v1_SweepState, SweepState__Output as _gridsweep_v1_SweepState__Output } from '../../gridsweep/v1/SweepState.ts';
import type { TrialCounts as _gridsweep_v1_TrialCounts, TrialCounts__Output as _gridsweep_v1_TrialCounts__Output } from '../../gridsweep/v1/TrialCounts.ts';
import type { Long } from '@grpc/proto-loader';

export interface Sweep {
  'id'?: (string);
  'name'?: (string);
  'state'?: (_gridsweep_v1_SweepState);
  'counts'?: (_gridsweep_v1_TrialCounts | null);
  /**
   * The normalised specification as a JSON object.
   */
  'specJson'?: (string);
  'createdAtMs'?: (number | string | Long);
  /**
   * 0 while it runs.
   */
  'endedAtMs'?: (number | string | Long);
}

export interface Sweep__Output {
  'id': (string);
  'name': (string);
  'state': (_gridsweep_v1_SweepState__Output);
  'counts': (_gridsweep_v1_TrialCounts__Output | null);
  /**
   * The normalised specification as a JSON object.
   */
  'specJson': (string);
  'createdAtMs': (number);
  /**
   * 0 while it runs.
   */
  'endedAtMs': (number);
}
