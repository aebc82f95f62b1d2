// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Chunk as _gridsweep_v1_Chunk, Chunk__Output as _gridsweep_v1_Chunk__Output } from '../../gridsweep/v1/Chunk.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from '../../gridsweep/v1/Trial.ts';

export interface FetchWeightsResponse {
  'chunk'?: (_gridsweep_v1_Chunk | null);
  /**
   * The trial that was meant.
   */
  'trial'?: (_gridsweep_v1_Trial | null);
}

export interface FetchWeightsResponse__Output {
  'chunk': (_gridsweep_v1_Chunk__Output | null);
  /**
   * The trial that was meant.
   */
  'trial': (_gridsweep_v1_Trial__Output | null);
}
