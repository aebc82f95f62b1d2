// Original file: proto/gridsweep/v1/agent_service.proto

import type { Chunk as _gridsweep_v1_Chunk, Chunk__Output as _gridsweep_v1_Chunk__Output } from '../../gridsweep/v1/Chunk.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A piece of a checkpoint. With the last piece the checkpoint is complete, and counts.
 */
export interface CheckpointChunk {
  /**
   * Optimizer updates made.
   */
  'step'?: (number | string | Long);
  'chunk'?: (_gridsweep_v1_Chunk | null);
}

/**
 * A piece of a checkpoint. With the last piece the checkpoint is complete, and counts.
 */
export interface CheckpointChunk__Output {
  /**
   * Optimizer updates made.
   */
  'step': (number);
  'chunk': (_gridsweep_v1_Chunk__Output | null);
}
