// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from '../../gridsweep/v1/Trial.ts';

export interface WatchResponse {
  'sweep'?: (_gridsweep_v1_Sweep | null);
  /**
   * All trials in the first response, then those that changed.
   */
  'trials'?: (_gridsweep_v1_Trial)[];
}

export interface WatchResponse__Output {
  'sweep': (_gridsweep_v1_Sweep__Output | null);
  /**
   * All trials in the first response, then those that changed.
   */
  'trials': (_gridsweep_v1_Trial__Output)[];
}
