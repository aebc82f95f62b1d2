// Original file: proto/gridsweep/v1/sweep_service.proto


export interface StreamLogsRequest {
  'sweep'?: (string);
  /**
   * A trial's id or its index in the sweep; empty for all.
   */
  'trial'?: (string);
  /**
   * Goes on with new lines until the sweep has ended.
   */
  'follow'?: (boolean);
}

export interface StreamLogsRequest__Output {
  'sweep': (string);
  /**
   * A trial's id or its index in the sweep; empty for all.
   */
  'trial': (string);
  /**
   * Goes on with new lines until the sweep has ended.
   */
  'follow': (boolean);
}
