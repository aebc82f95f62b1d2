// Original file: proto/gridsweep/v1/sweep_service.proto

import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from '../../gridsweep/v1/Sweep.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from '../../gridsweep/v1/Trial.ts';
import type { MetricPage as _gridsweep_v1_MetricPage, MetricPage__Output as _gridsweep_v1_MetricPage__Output } from '../../gridsweep/v1/MetricPage.ts';

export interface StreamResultsResponse {
  'sweep'?: (_gridsweep_v1_Sweep | null);
  'trial'?: (_gridsweep_v1_Trial | null);
  'points'?: (_gridsweep_v1_MetricPage | null);
  'message'?: "sweep"|"trial"|"points";
}

export interface StreamResultsResponse__Output {
  'sweep'?: (_gridsweep_v1_Sweep__Output | null);
  'trial'?: (_gridsweep_v1_Trial__Output | null);
  'points'?: (_gridsweep_v1_MetricPage__Output | null);
  'message'?: "sweep"|"trial"|"points";
}
