// Original file: proto/gridsweep/v1/sweep_service.proto


export interface ListAgentsRequest {
}

export interface ListAgentsRequest__Output {
}
