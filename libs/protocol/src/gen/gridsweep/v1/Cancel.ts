// Original file: proto/gridsweep/v1/agent_service.proto


/**
 * Stop the trial; nothing of it is wanted any more.
 */
export interface Cancel {
  'trialId'?: (string);
  'attempt'?: (number);
}

/**
 * Stop the trial; nothing of it is wanted any more.
 */
export interface Cancel__Output {
  'trialId': (string);
  'attempt': (number);
}
