// Original file: proto/gridsweep/v1/trial.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What the GPU of an agent does at the moment. Shown, never stored.
 */
export interface DeviceMetrics {
  /**
   * As CUDA_VISIBLE_DEVICES takes it.
   */
  'uuid'?: (string);
  'name'?: (string);
  /**
   * Fraction of time in which something computed, 0 to 1.
   */
  'utilization'?: (number | string);
  'memoryUsedBytes'?: (number | string | Long);
  'memoryTotalBytes'?: (number | string | Long);
  'powerWatts'?: (number | string);
  'temperatureCelsius'?: (number | string);
  '_utilization'?: "utilization";
  '_powerWatts'?: "powerWatts";
  '_temperatureCelsius'?: "temperatureCelsius";
}

/**
 * What the GPU of an agent does at the moment. Shown, never stored.
 */
export interface DeviceMetrics__Output {
  /**
   * As CUDA_VISIBLE_DEVICES takes it.
   */
  'uuid': (string);
  'name': (string);
  /**
   * Fraction of time in which something computed, 0 to 1.
   */
  'utilization'?: (number);
  'memoryUsedBytes': (number);
  'memoryTotalBytes': (number);
  'powerWatts'?: (number);
  'temperatureCelsius'?: (number);
  '_utilization'?: "utilization";
  '_powerWatts'?: "powerWatts";
  '_temperatureCelsius'?: "temperatureCelsius";
}
