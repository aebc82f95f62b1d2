// Original file: proto/gridsweep/v1/sweep_service.proto


export interface DrainAgentRequest {
  'agentId'?: (string);
}

export interface DrainAgentRequest__Output {
  'agentId': (string);
}
