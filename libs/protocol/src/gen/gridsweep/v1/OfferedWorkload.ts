// Original file: proto/gridsweep/v1/trial.proto


/**
 * A workload that an agent can train, and with what.
 */
export interface OfferedWorkload {
  'name'?: (string);
  'engine'?: (string);
  /**
   * What the engine chose on this machine; may be empty.
   */
  'engineVariant'?: (string);
}

/**
 * A workload that an agent can train, and with what.
 */
export interface OfferedWorkload__Output {
  'name': (string);
  'engine': (string);
  /**
   * What the engine chose on this machine; may be empty.
   */
  'engineVariant': (string);
}
