// Original file: proto/gridsweep/v1/agent_service.proto


/**
 * The trial returns to pending, to go on from its newest checkpoint.
 */
export interface HandedBack {
}

/**
 * The trial returns to pending, to go on from its newest checkpoint.
 */
export interface HandedBack__Output {
}
