// Original file: proto/gridsweep/v1/agent_service.proto

import type { Provenance as _gridsweep_v1_Provenance, Provenance__Output as _gridsweep_v1_Provenance__Output } from '../../gridsweep/v1/Provenance.ts';
import type { Resuming as _gridsweep_v1_Resuming, Resuming__Output as _gridsweep_v1_Resuming__Output } from '../../gridsweep/v1/Resuming.ts';

export interface Hello {
  'agentId'?: (string);
  /**
   * New for every agent process: tells a restart from a reconnect.
   */
  'instanceId'?: (string);
  'provenance'?: (_gridsweep_v1_Provenance | null);
  'host'?: (string);
  /**
   * Trials trained at once.
   */
  'slots'?: (number);
  'labels'?: ({[key: string]: string});
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
  'provenance': (_gridsweep_v1_Provenance__Output | null);
  'host': (string);
  /**
   * Trials trained at once.
   */
  'slots': (number);
  'labels': ({[key: string]: string});
  /**
   * Leases that the agent still works on after a lost connection.
   */
  'resuming': (_gridsweep_v1_Resuming__Output)[];
}
