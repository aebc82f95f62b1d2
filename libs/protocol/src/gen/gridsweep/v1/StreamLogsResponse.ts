// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Long } from '@grpc/proto-loader';

export interface StreamLogsResponse {
  'timeMs'?: (number | string | Long);
  /**
   * "info", "warn" or "error".
   */
  'level'?: (string);
  'trialId'?: (string);
  'attempt'?: (number);
  'agentId'?: (string);
  'message'?: (string);
}

export interface StreamLogsResponse__Output {
  'timeMs': (number);
  /**
   * "info", "warn" or "error".
   */
  'level': (string);
  'trialId': (string);
  'attempt': (number);
  'agentId': (string);
  'message': (string);
}
