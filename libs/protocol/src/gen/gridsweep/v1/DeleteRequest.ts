// Original file: proto/gridsweep/v1/sweep_service.proto


export interface DeleteRequest {
  'sweep'?: (string);
}

export interface DeleteRequest__Output {
  'sweep': (string);
}
