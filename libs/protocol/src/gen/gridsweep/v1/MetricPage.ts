// Original file: proto/gridsweep/v1/sweep_service.proto

import type { MetricPoint as _gridsweep_v1_MetricPoint, MetricPoint__Output as _gridsweep_v1_MetricPoint__Output } from '../../gridsweep/v1/MetricPoint.ts';

export interface MetricPage {
  'trialId'?: (string);
  'points'?: (_gridsweep_v1_MetricPoint)[];
}

export interface MetricPage__Output {
  'trialId': (string);
  'points': (_gridsweep_v1_MetricPoint__Output)[];
}
