// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Agent as _gridsweep_v1_Agent, Agent__Output as _gridsweep_v1_Agent__Output } from '../../gridsweep/v1/Agent.ts';

export interface ListAgentsResponse {
  'agents'?: (_gridsweep_v1_Agent)[];
}

export interface ListAgentsResponse__Output {
  'agents': (_gridsweep_v1_Agent__Output)[];
}
