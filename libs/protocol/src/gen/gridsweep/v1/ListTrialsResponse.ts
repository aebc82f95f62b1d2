// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from '../../gridsweep/v1/Trial.ts';

export interface ListTrialsResponse {
  'trials'?: (_gridsweep_v1_Trial)[];
  /**
   * Index to go on from; absent at the end.
   */
  'nextIndex'?: (number);
  '_nextIndex'?: "nextIndex";
}

export interface ListTrialsResponse__Output {
  'trials': (_gridsweep_v1_Trial__Output)[];
  /**
   * Index to go on from; absent at the end.
   */
  'nextIndex'?: (number);
  '_nextIndex'?: "nextIndex";
}
