// Original file: proto/gridsweep/v1/trial.proto

import type { Rate as _gridsweep_v1_Rate, Rate__Output as _gridsweep_v1_Rate__Output } from '../../gridsweep/v1/Rate.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * How far a running trial is. Shown, never stored.
 */
export interface Progress {
  'step'?: (number | string | Long);
  /**
   * Absent where it is not known.
   */
  'totalSteps'?: (number | string | Long);
  'rate'?: (_gridsweep_v1_Rate | null);
  '_totalSteps'?: "totalSteps";
  '_rate'?: "rate";
}

/**
 * How far a running trial is. Shown, never stored.
 */
export interface Progress__Output {
  'step': (number);
  /**
   * Absent where it is not known.
   */
  'totalSteps'?: (number);
  'rate'?: (_gridsweep_v1_Rate__Output | null);
  '_totalSteps'?: "totalSteps";
  '_rate'?: "rate";
}
