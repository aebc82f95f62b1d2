// Original file: proto/gridsweep/v1/sweep_service.proto


export interface ResumeRequest {
  'sweep'?: (string);
}

export interface ResumeRequest__Output {
  'sweep': (string);
}
