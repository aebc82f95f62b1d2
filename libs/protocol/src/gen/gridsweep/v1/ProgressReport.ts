// Original file: proto/gridsweep/v1/agent_service.proto

import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';
import type { Progress as _gridsweep_v1_Progress, Progress__Output as _gridsweep_v1_Progress__Output } from '../../gridsweep/v1/Progress.ts';

export interface ProgressReport {
  'lease'?: (_gridsweep_v1_Lease | null);
  'progress'?: (_gridsweep_v1_Progress | null);
}

export interface ProgressReport__Output {
  'lease': (_gridsweep_v1_Lease__Output | null);
  'progress': (_gridsweep_v1_Progress__Output | null);
}
