// Original file: proto/gridsweep/v1/sweep_service.proto

import type { LogLevel as _gridsweep_v1_LogLevel, LogLevel__Output as _gridsweep_v1_LogLevel__Output } from '../../gridsweep/v1/LogLevel.ts';
import type { Long } from '@grpc/proto-loader';

export interface StreamLogsResponse {
  'timeMs'?: (number | string | Long);
  'level'?: (_gridsweep_v1_LogLevel);
  'trialId'?: (string);
  /**
   * Position of the trial in the sweep's order, from 0.
   */
  'trialIndex'?: (number);
  'attempt'?: (number);
  'agentId'?: (string);
  'message'?: (string);
}

export interface StreamLogsResponse__Output {
  'timeMs': (number);
  'level': (_gridsweep_v1_LogLevel__Output);
  'trialId': (string);
  /**
   * Position of the trial in the sweep's order, from 0.
   */
  'trialIndex': (number);
  'attempt': (number);
  'agentId': (string);
  'message': (string);
}
