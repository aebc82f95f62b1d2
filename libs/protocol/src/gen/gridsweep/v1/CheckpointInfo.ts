// Original file: proto/gridsweep/v1/agent_service.proto

import type { Long } from '@grpc/proto-loader';

export interface CheckpointInfo {
  /**
   * Identifies the checkpoint among those of its trial.
   */
  'id'?: (number | string | Long);
  'step'?: (number | string | Long);
  'sizeBytes'?: (number | string | Long);
  'sha256'?: (string);
}

export interface CheckpointInfo__Output {
  /**
   * Identifies the checkpoint among those of its trial.
   */
  'id': (number);
  'step': (number);
  'sizeBytes': (number);
  'sha256': (string);
}
