// Original file: proto/gridsweep/v1/agent_service.proto


/**
 * The trial's slot is free soon: its next trial may be sent now, so that the slot never waits for one.
 */
export interface Ending {
  'trialId'?: (string);
  'attempt'?: (number);
}

/**
 * The trial's slot is free soon: its next trial may be sent now, so that the slot never waits for one.
 */
export interface Ending__Output {
  'trialId': (string);
  'attempt': (number);
}
