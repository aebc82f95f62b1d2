// Original file: proto/gridsweep/v1/sweep_service.proto

import type { AgentState as _gridsweep_v1_AgentState, AgentState__Output as _gridsweep_v1_AgentState__Output } from '../../gridsweep/v1/AgentState.ts';
import type { Provenance as _gridsweep_v1_Provenance, Provenance__Output as _gridsweep_v1_Provenance__Output } from '../../gridsweep/v1/Provenance.ts';
import type { DeviceMetrics as _gridsweep_v1_DeviceMetrics, DeviceMetrics__Output as _gridsweep_v1_DeviceMetrics__Output } from '../../gridsweep/v1/DeviceMetrics.ts';
import type { Long } from '@grpc/proto-loader';

export interface Agent {
  'id'?: (string);
  'host'?: (string);
  'state'?: (_gridsweep_v1_AgentState);
  'provenance'?: (_gridsweep_v1_Provenance | null);
  'slots'?: (number);
  'trialIds'?: (string)[];
  'labels'?: ({[key: string]: string});
  'lastSeenMs'?: (number | string | Long);
  /**
   * Newest of a connected agent with a GPU.
   */
  'device'?: (_gridsweep_v1_DeviceMetrics | null);
}

export interface Agent__Output {
  'id': (string);
  'host': (string);
  'state': (_gridsweep_v1_AgentState__Output);
  'provenance': (_gridsweep_v1_Provenance__Output | null);
  'slots': (number);
  'trialIds': (string)[];
  'labels': ({[key: string]: string});
  'lastSeenMs': (number);
  /**
   * Newest of a connected agent with a GPU.
   */
  'device': (_gridsweep_v1_DeviceMetrics__Output | null);
}
