// Original file: proto/gridsweep/v1/agent_service.proto

import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Everything up to seq is durable.
 */
export interface Ack {
  'lease'?: (_gridsweep_v1_Lease | null);
  'seq'?: (number | string | Long);
}

/**
 * Everything up to seq is durable.
 */
export interface Ack__Output {
  'lease': (_gridsweep_v1_Lease__Output | null);
  'seq': (number);
}
