// Original file: proto/gridsweep/v1/agent_service.proto


/**
 * The lease is lost: stop and forget the attempt.
 */
export interface Fenced {
  'trialId'?: (string);
  'attempt'?: (number);
}

/**
 * The lease is lost: stop and forget the attempt.
 */
export interface Fenced__Output {
  'trialId': (string);
  'attempt': (number);
}
