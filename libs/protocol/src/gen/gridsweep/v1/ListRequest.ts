// Original file: proto/gridsweep/v1/sweep_service.proto


export interface ListRequest {
}

export interface ListRequest__Output {
}
