// Original file: proto/gridsweep/v1/agent_service.proto

import type { Progress as _gridsweep_v1_Progress, Progress__Output as _gridsweep_v1_Progress__Output } from '../../gridsweep/v1/Progress.ts';

export interface ProgressReport {
  'trialId'?: (string);
  'attempt'?: (number);
  'progress'?: (_gridsweep_v1_Progress | null);
}

export interface ProgressReport__Output {
  'trialId': (string);
  'attempt': (number);
  'progress': (_gridsweep_v1_Progress__Output | null);
}
