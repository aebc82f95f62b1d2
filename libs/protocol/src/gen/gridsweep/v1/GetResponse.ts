// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from '../../gridsweep/v1/Trial.ts';

export interface GetResponse {
  'sweep'?: (_gridsweep_v1_Sweep | null);
  /**
   * In the sweep's order.
   */
  'trials'?: (_gridsweep_v1_Trial)[];
}

export interface GetResponse__Output {
  'sweep': (_gridsweep_v1_Sweep__Output | null);
  /**
   * In the sweep's order.
   */
  'trials': (_gridsweep_v1_Trial__Output)[];
}
