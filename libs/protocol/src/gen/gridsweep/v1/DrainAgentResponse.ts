// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Agent as _gridsweep_v1_Agent, Agent__Output as _gridsweep_v1_Agent__Output } from '../../gridsweep/v1/Agent.ts';

export interface DrainAgentResponse {
  'agent'?: (_gridsweep_v1_Agent | null);
}

export interface DrainAgentResponse__Output {
  'agent': (_gridsweep_v1_Agent__Output | null);
}
