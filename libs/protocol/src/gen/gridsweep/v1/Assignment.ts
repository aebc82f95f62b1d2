// Original file: proto/gridsweep/v1/agent_service.proto

import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';
import type { CheckpointInfo as _gridsweep_v1_CheckpointInfo, CheckpointInfo__Output as _gridsweep_v1_CheckpointInfo__Output } from '../../gridsweep/v1/CheckpointInfo.ts';

export interface Assignment {
  'lease'?: (_gridsweep_v1_Lease | null);
  'sweepId'?: (string);
  'cellId'?: (string);
  'workload'?: (string);
  /**
   * Every hyperparameter, defaults included, as a JSON object.
   */
  'parametersJson'?: (string);
  'seed'?: (number);
  /**
   * What the sweep says beside parameters, for the workload to read, as a JSON object.
   */
  'settingsJson'?: (string);
  /**
   * SHA-256 of the code that the sweep brought, to be had from FetchCode.
   */
  'codeSha256'?: (string);
  /**
   * Those there are, the newest first, to be had from FetchCheckpoint; none to start from the beginning.
   */
  'checkpoints'?: (_gridsweep_v1_CheckpointInfo)[];
  '_codeSha256'?: "codeSha256";
}

export interface Assignment__Output {
  'lease': (_gridsweep_v1_Lease__Output | null);
  'sweepId': (string);
  'cellId': (string);
  'workload': (string);
  /**
   * Every hyperparameter, defaults included, as a JSON object.
   */
  'parametersJson': (string);
  'seed': (number);
  /**
   * What the sweep says beside parameters, for the workload to read, as a JSON object.
   */
  'settingsJson': (string);
  /**
   * SHA-256 of the code that the sweep brought, to be had from FetchCode.
   */
  'codeSha256'?: (string);
  /**
   * Those there are, the newest first, to be had from FetchCheckpoint; none to start from the beginning.
   */
  'checkpoints': (_gridsweep_v1_CheckpointInfo__Output)[];
  '_codeSha256'?: "codeSha256";
}
