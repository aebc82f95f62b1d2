// Original file: proto/gridsweep/v1/agent_service.proto

import type { Assignment as _gridsweep_v1_Assignment, Assignment__Output as _gridsweep_v1_Assignment__Output } from '../../gridsweep/v1/Assignment.ts';

/**
 * Trials to start. An engine that trains several together gets several at once.
 */
export interface Assign {
  'trials'?: (_gridsweep_v1_Assignment)[];
}

/**
 * Trials to start. An engine that trains several together gets several at once.
 */
export interface Assign__Output {
  'trials': (_gridsweep_v1_Assignment__Output)[];
}
