// Original file: proto/gridsweep/v1/sweep_service.proto


export interface ListTrialsRequest {
  'sweep'?: (string);
  /**
   * Trials from this index on.
   */
  'fromIndex'?: (number);
  /**
   * At most so many; 0 or more than 1000: 1000.
   */
  'limit'?: (number);
}

export interface ListTrialsRequest__Output {
  'sweep': (string);
  /**
   * Trials from this index on.
   */
  'fromIndex': (number);
  /**
   * At most so many; 0 or more than 1000: 1000.
   */
  'limit': (number);
}
