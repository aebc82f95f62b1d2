// Original file: proto/gridsweep/v1/agent_service.proto


export interface Draining {
}

export interface Draining__Output {
}
