// Original file: proto/gridsweep/v1/trial.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The weights kept of a trial, to be had from FetchWeights.
 */
export interface WeightsInfo {
  /**
   * Optimizer updates made before them.
   */
  'step'?: (number | string | Long);
  'sizeBytes'?: (number | string | Long);
  'sha256'?: (string);
}

/**
 * The weights kept of a trial, to be had from FetchWeights.
 */
export interface WeightsInfo__Output {
  /**
   * Optimizer updates made before them.
   */
  'step': (number);
  'sizeBytes': (number);
  'sha256': (string);
}
