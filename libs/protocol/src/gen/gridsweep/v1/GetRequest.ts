// Original file: proto/gridsweep/v1/sweep_service.proto


export interface GetRequest {
  /**
   * A sweep's id, a unique beginning of one, or the name of a sweep (the newest of that name).
   */
  'sweep'?: (string);
}

export interface GetRequest__Output {
  /**
   * A sweep's id, a unique beginning of one, or the name of a sweep (the newest of that name).
   */
  'sweep': (string);
}
