// Original file: proto/gridsweep/v1/agent_service.proto

import type { Long } from '@grpc/proto-loader';

export interface Resuming {
  'trialId'?: (string);
  'attempt'?: (number);
  /**
   * Newest sequence number that the agent knows to be acknowledged.
   */
  'lastSeq'?: (number | string | Long);
}

export interface Resuming__Output {
  'trialId': (string);
  'attempt': (number);
  /**
   * Newest sequence number that the agent knows to be acknowledged.
   */
  'lastSeq': (number);
}
