// Original file: proto/gridsweep/v1/agent_service.proto

import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';
import type { Metrics as _gridsweep_v1_Metrics, Metrics__Output as _gridsweep_v1_Metrics__Output } from '../../gridsweep/v1/Metrics.ts';
import type { CheckpointChunk as _gridsweep_v1_CheckpointChunk, CheckpointChunk__Output as _gridsweep_v1_CheckpointChunk__Output } from '../../gridsweep/v1/CheckpointChunk.ts';
import type { Finished as _gridsweep_v1_Finished, Finished__Output as _gridsweep_v1_Finished__Output } from '../../gridsweep/v1/Finished.ts';
import type { Failure as _gridsweep_v1_Failure, Failure__Output as _gridsweep_v1_Failure__Output } from '../../gridsweep/v1/Failure.ts';
import type { HandedBack as _gridsweep_v1_HandedBack, HandedBack__Output as _gridsweep_v1_HandedBack__Output } from '../../gridsweep/v1/HandedBack.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * News of one attempt. Sequence numbers start at 1 and have no gaps.
 */
export interface Report {
  'lease'?: (_gridsweep_v1_Lease | null);
  'seq'?: (number | string | Long);
  'metrics'?: (_gridsweep_v1_Metrics | null);
  'checkpoint'?: (_gridsweep_v1_CheckpointChunk | null);
  'finished'?: (_gridsweep_v1_Finished | null);
  'failed'?: (_gridsweep_v1_Failure | null);
  'handedBack'?: (_gridsweep_v1_HandedBack | null);
  /**
   * Weights to keep when the trial has finished, in place of those before.
   */
  'weights'?: (_gridsweep_v1_CheckpointChunk | null);
  'body'?: "metrics"|"checkpoint"|"finished"|"failed"|"handedBack"|"weights";
}

/**
 * News of one attempt. Sequence numbers start at 1 and have no gaps.
 */
export interface Report__Output {
  'lease': (_gridsweep_v1_Lease__Output | null);
  'seq': (number);
  'metrics'?: (_gridsweep_v1_Metrics__Output | null);
  'checkpoint'?: (_gridsweep_v1_CheckpointChunk__Output | null);
  'finished'?: (_gridsweep_v1_Finished__Output | null);
  'failed'?: (_gridsweep_v1_Failure__Output | null);
  'handedBack'?: (_gridsweep_v1_HandedBack__Output | null);
  /**
   * Weights to keep when the trial has finished, in place of those before.
   */
  'weights'?: (_gridsweep_v1_CheckpointChunk__Output | null);
  'body'?: "metrics"|"checkpoint"|"finished"|"failed"|"handedBack"|"weights";
}
