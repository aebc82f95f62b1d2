// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';

export interface ListResponse {
  /**
   * Newest first.
   */
  'sweeps'?: (_gridsweep_v1_Sweep)[];
}

export interface ListResponse__Output {
  /**
   * Newest first.
   */
  'sweeps': (_gridsweep_v1_Sweep__Output)[];
}
