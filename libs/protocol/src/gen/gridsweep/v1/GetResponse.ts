// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';

export interface GetResponse {
  'sweep'?: (_gridsweep_v1_Sweep | null);
}

export interface GetResponse__Output {
  'sweep': (_gridsweep_v1_Sweep__Output | null);
}
