// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';

export interface SubmitResponse {
  'sweep'?: (_gridsweep_v1_Sweep | null);
  /**
   * False where the sweep was there already.
   */
  'created'?: (boolean);
  /**
   * Newest other sweep of the same name with another specification.
   */
  'namesake'?: (_gridsweep_v1_Sweep | null);
}

export interface SubmitResponse__Output {
  'sweep': (_gridsweep_v1_Sweep__Output | null);
  /**
   * False where the sweep was there already.
   */
  'created': (boolean);
  /**
   * Newest other sweep of the same name with another specification.
   */
  'namesake': (_gridsweep_v1_Sweep__Output | null);
}
