// Original file: proto/gridsweep/v1/agent_service.proto


export interface Drain {
}

export interface Drain__Output {
}
