// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from '../../gridsweep/v1/Trial.ts';

export interface WatchResponse {
  'sweep'?: (_gridsweep_v1_Sweep | null);
  /**
   * First all trials, a page a message, then those that changed.
   */
  'trials'?: (_gridsweep_v1_Trial)[];
  /**
   * Whether every trial has been told at least once, this message included.
   */
  'complete'?: (boolean);
}

export interface WatchResponse__Output {
  'sweep': (_gridsweep_v1_Sweep__Output | null);
  /**
   * First all trials, a page a message, then those that changed.
   */
  'trials': (_gridsweep_v1_Trial__Output)[];
  /**
   * Whether every trial has been told at least once, this message included.
   */
  'complete': (boolean);
}
