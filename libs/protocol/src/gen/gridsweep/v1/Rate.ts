// Original file: proto/gridsweep/v1/trial.proto


/**
 * Throughput, for example 5,500 "images/s".
 */
export interface Rate {
  'value'?: (number | string);
  'unit'?: (string);
}

/**
 * Throughput, for example 5,500 "images/s".
 */
export interface Rate__Output {
  'value': (number);
  'unit': (string);
}
