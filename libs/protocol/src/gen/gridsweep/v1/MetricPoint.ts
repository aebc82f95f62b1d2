// Original file: proto/gridsweep/v1/trial.proto


/**
 * One observation of one metric of one trial, identified by (trial, name, step).
 */
export interface MetricPoint {
  /**
   * "train/loss", "test/loss" or "test/accuracy".
   */
  'name'?: (string);
  /**
   * Optimizer updates made before the observation.
   */
  'step'?: (number);
  /**
   * Epochs completed, a fraction inside one.
   */
  'epoch'?: (number | string);
  /**
   * May be NaN or infinite: what a setting does is a result.
   */
  'value'?: (number | string);
}

/**
 * One observation of one metric of one trial, identified by (trial, name, step).
 */
export interface MetricPoint__Output {
  /**
   * "train/loss", "test/loss" or "test/accuracy".
   */
  'name': (string);
  /**
   * Optimizer updates made before the observation.
   */
  'step': (number);
  /**
   * Epochs completed, a fraction inside one.
   */
  'epoch': (number);
  /**
   * May be NaN or infinite: what a setting does is a result.
   */
  'value': (number);
}
