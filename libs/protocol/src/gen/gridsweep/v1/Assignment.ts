// Original file: proto/gridsweep/v1/agent_service.proto


export interface Assignment {
  'trialId'?: (string);
  'sweepId'?: (string);
  /**
   * Fencing token: sent back with every report.
   */
  'attempt'?: (number);
  'workload'?: (string);
  /**
   * Every hyperparameter, defaults included, as a JSON object.
   */
  'parametersJson'?: (string);
  'seed'?: (number);
  /**
   * Newest checkpoint, empty to start from the beginning.
   */
  'checkpoint'?: (Buffer | Uint8Array | string);
}

export interface Assignment__Output {
  'trialId': (string);
  'sweepId': (string);
  /**
   * Fencing token: sent back with every report.
   */
  'attempt': (number);
  'workload': (string);
  /**
   * Every hyperparameter, defaults included, as a JSON object.
   */
  'parametersJson': (string);
  'seed': (number);
  /**
   * Newest checkpoint, empty to start from the beginning.
   */
  'checkpoint': (Buffer);
}
