// Original file: proto/gridsweep/v1/sweep_service.proto


export interface StreamResultsRequest {
  'sweep'?: (string);
}

export interface StreamResultsRequest__Output {
  'sweep': (string);
}
