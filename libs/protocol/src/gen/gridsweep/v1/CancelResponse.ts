// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';

export interface CancelResponse {
  'sweep'?: (_gridsweep_v1_Sweep | null);
}

export interface CancelResponse__Output {
  'sweep': (_gridsweep_v1_Sweep__Output | null);
}
