// Original file: proto/gridsweep/v1/sweep_service.proto


export interface UploadCodeResponse {
  'sha256'?: (string);
}

export interface UploadCodeResponse__Output {
  'sha256': (string);
}
