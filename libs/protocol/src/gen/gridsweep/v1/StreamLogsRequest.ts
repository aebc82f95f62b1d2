// Original file: proto/gridsweep/v1/sweep_service.proto


export interface StreamLogsRequest {
  'sweep'?: (string);
  /**
   * A trial's id, a unique beginning of one, or its index in the sweep; absent for all.
   */
  'trial'?: (string);
  /**
   * Goes on with new lines until the sweep has ended.
   */
  'follow'?: (boolean);
  '_trial'?: "trial";
}

export interface StreamLogsRequest__Output {
  'sweep': (string);
  /**
   * A trial's id, a unique beginning of one, or its index in the sweep; absent for all.
   */
  'trial'?: (string);
  /**
   * Goes on with new lines until the sweep has ended.
   */
  'follow': (boolean);
  '_trial'?: "trial";
}
