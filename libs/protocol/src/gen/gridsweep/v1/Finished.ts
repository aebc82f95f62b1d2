// Original file: proto/gridsweep/v1/agent_service.proto

import type { Outcome as _gridsweep_v1_Outcome, Outcome__Output as _gridsweep_v1_Outcome__Output } from '../../gridsweep/v1/Outcome.ts';

export interface Finished {
  'outcome'?: (_gridsweep_v1_Outcome);
}

export interface Finished__Output {
  'outcome': (_gridsweep_v1_Outcome__Output);
}
