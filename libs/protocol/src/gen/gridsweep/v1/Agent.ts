// Original file: proto/gridsweep/v1/sweep_service.proto

import type { AgentState as _gridsweep_v1_AgentState, AgentState__Output as _gridsweep_v1_AgentState__Output } from '../../gridsweep/v1/AgentState.ts';
import type { OfferedWorkload as _gridsweep_v1_OfferedWorkload, OfferedWorkload__Output as _gridsweep_v1_OfferedWorkload__Output } from '../../gridsweep/v1/OfferedWorkload.ts';
import type { DeviceMetrics as _gridsweep_v1_DeviceMetrics, DeviceMetrics__Output as _gridsweep_v1_DeviceMetrics__Output } from '../../gridsweep/v1/DeviceMetrics.ts';
import type { Long } from '@grpc/proto-loader';

export interface Agent {
  'id'?: (string);
  'host'?: (string);
  'state'?: (_gridsweep_v1_AgentState);
  'version'?: (string);
  'nodeVersion'?: (string);
  /**
   * Processor or GPU model.
   */
  'device'?: (string);
  /**
   * What it can train, each with its engine.
   */
  'workloads'?: (_gridsweep_v1_OfferedWorkload)[];
  'slots'?: (number);
  'trialIds'?: (string)[];
  'labels'?: ({[key: string]: string});
  'lastSeenMs'?: (number | string | Long);
  /**
   * Newest of a connected agent with a GPU.
   */
  'deviceMetrics'?: (_gridsweep_v1_DeviceMetrics | null);
}

export interface Agent__Output {
  'id': (string);
  'host': (string);
  'state': (_gridsweep_v1_AgentState__Output);
  'version': (string);
  'nodeVersion': (string);
  /**
   * Processor or GPU model.
   */
  'device': (string);
  /**
   * What it can train, each with its engine.
   */
  'workloads': (_gridsweep_v1_OfferedWorkload__Output)[];
  'slots': (number);
  'trialIds': (string)[];
  'labels': ({[key: string]: string});
  'lastSeenMs': (number);
  /**
   * Newest of a connected agent with a GPU.
   */
  'deviceMetrics': (_gridsweep_v1_DeviceMetrics__Output | null);
}
