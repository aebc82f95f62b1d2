// Original file: proto/gridsweep/v1/agent_service.proto

import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';
import type { LogLevel as _gridsweep_v1_LogLevel, LogLevel__Output as _gridsweep_v1_LogLevel__Output } from '../../gridsweep/v1/LogLevel.ts';

export interface LogLine {
  'lease'?: (_gridsweep_v1_Lease | null);
  'level'?: (_gridsweep_v1_LogLevel);
  'message'?: (string);
}

export interface LogLine__Output {
  'lease': (_gridsweep_v1_Lease__Output | null);
  'level': (_gridsweep_v1_LogLevel__Output);
  'message': (string);
}
