// Original file: proto/gridsweep/v1/agent_service.proto

import type { OfferedWorkload as _gridsweep_v1_OfferedWorkload, OfferedWorkload__Output as _gridsweep_v1_OfferedWorkload__Output } from '../../gridsweep/v1/OfferedWorkload.ts';
import type { Resuming as _gridsweep_v1_Resuming, Resuming__Output as _gridsweep_v1_Resuming__Output } from '../../gridsweep/v1/Resuming.ts';

export interface Hello {
  'agentId'?: (string);
  /**
   * New for every agent process: tells a restart from a reconnect.
   */
  'instanceId'?: (string);
  /**
   * Version of gridsweep.
   */
  'version'?: (string);
  'nodeVersion'?: (string);
  /**
   * Processor or GPU model.
   */
  'device'?: (string);
  'host'?: (string);
  /**
   * Trials trained at once.
   */
  'slots'?: (number);
  'labels'?: ({[key: string]: string});
  /**
   * What the agent can train; only such trials are given to it.
   */
  'workloads'?: (_gridsweep_v1_OfferedWorkload)[];
  /**
   * Leases that the agent still works on after a lost connection.
   */
  'resuming'?: (_gridsweep_v1_Resuming)[];
}

export interface Hello__Output {
  'agentId': (string);
  /**
   * New for every agent process: tells a restart from a reconnect.
   */
  'instanceId': (string);
  /**
   * Version of gridsweep.
   */
  'version': (string);
  'nodeVersion': (string);
  /**
   * Processor or GPU model.
   */
  'device': (string);
  'host': (string);
  /**
   * Trials trained at once.
   */
  'slots': (number);
  'labels': ({[key: string]: string});
  /**
   * What the agent can train; only such trials are given to it.
   */
  'workloads': (_gridsweep_v1_OfferedWorkload__Output)[];
  /**
   * Leases that the agent still works on after a lost connection.
   */
  'resuming': (_gridsweep_v1_Resuming__Output)[];
}
