// Original file: proto/gridsweep/v1/sweep_service.proto


export interface DeleteResponse {
}

export interface DeleteResponse__Output {
}
