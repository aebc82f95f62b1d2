// Original file: proto/gridsweep/v1/agent_service.proto

import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';
import type { Long } from '@grpc/proto-loader';

export interface FetchCheckpointRequest {
  'lease'?: (_gridsweep_v1_Lease | null);
  /**
   * As the assignment named it.
   */
  'checkpointId'?: (number | string | Long);
}

export interface FetchCheckpointRequest__Output {
  'lease': (_gridsweep_v1_Lease__Output | null);
  /**
   * As the assignment named it.
   */
  'checkpointId': (number);
}
