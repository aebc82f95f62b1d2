// Original file: proto/gridsweep/v1/trial.proto

import type { Long } from '@grpc/proto-loader';

/**
 * One observation of one metric of one trial, identified by (trial, name, step).
 */
export interface MetricPoint {
  /**
   * For example "test/accuracy"; any name of 1 to 200 printable characters.
   */
  'name'?: (string);
  /**
   * Optimizer updates made before the observation.
   */
  'step'?: (number | string | Long);
  /**
   * Epochs completed, a fraction inside one; absent where the workload counts none.
   */
  'epoch'?: (number | string);
  /**
   * May be NaN or infinite: what a setting does is a result.
   */
  'value'?: (number | string);
  '_epoch'?: "epoch";
}

/**
 * One observation of one metric of one trial, identified by (trial, name, step).
 */
export interface MetricPoint__Output {
  /**
   * For example "test/accuracy"; any name of 1 to 200 printable characters.
   */
  'name': (string);
  /**
   * Optimizer updates made before the observation.
   */
  'step': (number);
  /**
   * Epochs completed, a fraction inside one; absent where the workload counts none.
   */
  'epoch'?: (number);
  /**
   * May be NaN or infinite: what a setting does is a result.
   */
  'value': (number);
  '_epoch'?: "epoch";
}
