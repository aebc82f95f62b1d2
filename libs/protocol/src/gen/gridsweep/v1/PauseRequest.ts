// Original file: proto/gridsweep/v1/sweep_service.proto


export interface PauseRequest {
  'sweep'?: (string);
}

export interface PauseRequest__Output {
  'sweep': (string);
}
