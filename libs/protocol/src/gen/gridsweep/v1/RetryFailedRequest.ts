// Original file: proto/gridsweep/v1/sweep_service.proto


export interface RetryFailedRequest {
  'sweep'?: (string);
  'includeCancelled'?: (boolean);
}

export interface RetryFailedRequest__Output {
  'sweep': (string);
  'includeCancelled': (boolean);
}
