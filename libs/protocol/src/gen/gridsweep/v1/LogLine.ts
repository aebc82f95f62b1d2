// Original file: proto/gridsweep/v1/agent_service.proto


export interface LogLine {
  'trialId'?: (string);
  'attempt'?: (number);
  /**
   * "info", "warn" or "error".
   */
  'level'?: (string);
  'message'?: (string);
}

export interface LogLine__Output {
  'trialId': (string);
  'attempt': (number);
  /**
   * "info", "warn" or "error".
   */
  'level': (string);
  'message': (string);
}
