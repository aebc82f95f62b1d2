// Original file: proto/gridsweep/v1/agent_service.proto

import type { Chunk as _gridsweep_v1_Chunk, Chunk__Output as _gridsweep_v1_Chunk__Output } from '../../gridsweep/v1/Chunk.ts';

export interface FetchDatasetResponse {
  'chunk'?: (_gridsweep_v1_Chunk | null);
}

export interface FetchDatasetResponse__Output {
  'chunk': (_gridsweep_v1_Chunk__Output | null);
}
