// Original file: proto/gridsweep/v1/sweep_service.proto


export interface CancelRequest {
  'sweep'?: (string);
}

export interface CancelRequest__Output {
  'sweep': (string);
}
