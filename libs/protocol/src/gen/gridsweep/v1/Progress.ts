// Original file: proto/gridsweep/v1/trial.proto


/**
 * How far a running trial is. Shown, never stored.
 */
export interface Progress {
  'step'?: (number);
  'totalSteps'?: (number);
  /**
   * Training throughput of the last report, images per second.
   */
  'imagesPerSecond'?: (number | string);
}

/**
 * How far a running trial is. Shown, never stored.
 */
export interface Progress__Output {
  'step': (number);
  'totalSteps': (number);
  /**
   * Training throughput of the last report, images per second.
   */
  'imagesPerSecond': (number);
}
