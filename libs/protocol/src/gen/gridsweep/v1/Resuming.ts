// Original file: proto/gridsweep/v1/agent_service.proto

import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';
import type { Long } from '@grpc/proto-loader';

export interface Resuming {
  'lease'?: (_gridsweep_v1_Lease | null);
  /**
   * Newest sequence number that the agent knows to be acknowledged.
   */
  'lastSeq'?: (number | string | Long);
}

export interface Resuming__Output {
  'lease': (_gridsweep_v1_Lease__Output | null);
  /**
   * Newest sequence number that the agent knows to be acknowledged.
   */
  'lastSeq': (number);
}
