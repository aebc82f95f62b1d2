// Original file: proto/gridsweep/v1/agent_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Everything up to seq is durable.
 */
export interface Ack {
  'trialId'?: (string);
  'attempt'?: (number);
  'seq'?: (number | string | Long);
}

/**
 * Everything up to seq is durable.
 */
export interface Ack__Output {
  'trialId': (string);
  'attempt': (number);
  'seq': (number);
}
