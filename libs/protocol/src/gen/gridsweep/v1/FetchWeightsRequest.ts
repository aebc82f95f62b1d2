// Original file: proto/gridsweep/v1/sweep_service.proto


export interface FetchWeightsRequest {
  /**
   * As GetRequest.sweep; absent: the trial is named by its id or a unique beginning of it.
   */
  'sweep'?: (string);
  /**
   * A trial's id, a unique beginning of one, or with a sweep its index there.
   */
  'trial'?: (string);
  '_sweep'?: "sweep";
}

export interface FetchWeightsRequest__Output {
  /**
   * As GetRequest.sweep; absent: the trial is named by its id or a unique beginning of it.
   */
  'sweep'?: (string);
  /**
   * A trial's id, a unique beginning of one, or with a sweep its index there.
   */
  'trial': (string);
  '_sweep'?: "sweep";
}
