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
   * Absent until it has ended.
   */
  'endedAtMs'?: (number | string | Long);
  /**
   * Why pending trials wait though slots may be free, for people; absent where nothing keeps them.
   */
  'waitingFor'?: (string);
  /**
   * What `gridsweep try` found out about the sweep's command, as a JSON object; absent where it was not tried.
   */
  'claimJson'?: (string);
  '_endedAtMs'?: "endedAtMs";
  '_waitingFor'?: "waitingFor";
  '_claimJson'?: "claimJson";
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
   * Absent until it has ended.
   */
  'endedAtMs'?: (number);
  /**
   * Why pending trials wait though slots may be free, for people; absent where nothing keeps them.
   */
  'waitingFor'?: (string);
  /**
   * What `gridsweep try` found out about the sweep's command, as a JSON object; absent where it was not tried.
   */
  'claimJson'?: (string);
  '_endedAtMs'?: "endedAtMs";
  '_waitingFor'?: "waitingFor";
  '_claimJson'?: "claimJson";
}
