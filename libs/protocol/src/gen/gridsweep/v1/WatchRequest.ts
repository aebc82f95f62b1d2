// Original file: proto/gridsweep/v1/sweep_service.proto


export interface WatchRequest {
  'sweep'?: (string);
}

export interface WatchRequest__Output {
  'sweep': (string);
}
