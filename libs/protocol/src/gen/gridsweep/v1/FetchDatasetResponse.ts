// Original file: proto/gridsweep/v1/agent_service.proto

import type { DatasetHeader as _gridsweep_v1_DatasetHeader, DatasetHeader__Output as _gridsweep_v1_DatasetHeader__Output } from '../../gridsweep/v1/DatasetHeader.ts';

export interface FetchDatasetResponse {
  'header'?: (_gridsweep_v1_DatasetHeader | null);
  'chunk'?: (Buffer | Uint8Array | string);
  'message'?: "header"|"chunk";
}

export interface FetchDatasetResponse__Output {
  'header'?: (_gridsweep_v1_DatasetHeader__Output | null);
  'chunk'?: (Buffer);
  'message'?: "header"|"chunk";
}
