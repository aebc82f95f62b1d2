// Original file: proto/gridsweep/v1/agent_service.proto

import type { Metrics as _gridsweep_v1_Metrics, Metrics__Output as _gridsweep_v1_Metrics__Output } from '../../gridsweep/v1/Metrics.ts';
import type { Checkpoint as _gridsweep_v1_Checkpoint, Checkpoint__Output as _gridsweep_v1_Checkpoint__Output } from '../../gridsweep/v1/Checkpoint.ts';
import type { Finished as _gridsweep_v1_Finished, Finished__Output as _gridsweep_v1_Finished__Output } from '../../gridsweep/v1/Finished.ts';
import type { Failed as _gridsweep_v1_Failed, Failed__Output as _gridsweep_v1_Failed__Output } from '../../gridsweep/v1/Failed.ts';
import type { HandedBack as _gridsweep_v1_HandedBack, HandedBack__Output as _gridsweep_v1_HandedBack__Output } from '../../gridsweep/v1/HandedBack.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * News of one attempt. Sequence numbers start at 1 and have no gaps.
 */
export interface Report {
  'trialId'?: (string);
  'attempt'?: (number);
  'seq'?: (number | string | Long);
  'metrics'?: (_gridsweep_v1_Metrics | null);
  'checkpoint'?: (_gridsweep_v1_Checkpoint | null);
  'finished'?: (_gridsweep_v1_Finished | null);
  'failed'?: (_gridsweep_v1_Failed | null);
  'handedBack'?: (_gridsweep_v1_HandedBack | null);
  'body'?: "metrics"|"checkpoint"|"finished"|"failed"|"handedBack";
}

/**
 * News of one attempt. Sequence numbers start at 1 and have no gaps.
 */
export interface Report__Output {
  'trialId': (string);
  'attempt': (number);
  'seq': (number);
  'metrics'?: (_gridsweep_v1_Metrics__Output | null);
  'checkpoint'?: (_gridsweep_v1_Checkpoint__Output | null);
  'finished'?: (_gridsweep_v1_Finished__Output | null);
  'failed'?: (_gridsweep_v1_Failed__Output | null);
  'handedBack'?: (_gridsweep_v1_HandedBack__Output | null);
  'body'?: "metrics"|"checkpoint"|"finished"|"failed"|"handedBack";
}
