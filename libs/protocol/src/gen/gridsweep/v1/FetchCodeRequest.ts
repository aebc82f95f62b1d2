// Original file: proto/gridsweep/v1/agent_service.proto


export interface FetchCodeRequest {
  'sha256'?: (string);
}

export interface FetchCodeRequest__Output {
  'sha256': (string);
}
