// Original file: proto/gridsweep/v1/agent_service.proto


/**
 * One lease of a trial.
 */
export interface Lease {
  'trialId'?: (string);
  /**
   * Fencing token.
   */
  'attempt'?: (number);
}

/**
 * One lease of a trial.
 */
export interface Lease__Output {
  'trialId': (string);
  /**
   * Fencing token.
   */
  'attempt': (number);
}
