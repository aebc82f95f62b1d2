// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';

export interface ExtendResponse {
  'sweep'?: (_gridsweep_v1_Sweep | null);
  /**
   * Trials that were added.
   */
  'added'?: (number);
}

export interface ExtendResponse__Output {
  'sweep': (_gridsweep_v1_Sweep__Output | null);
  /**
   * Trials that were added.
   */
  'added': (number);
}
