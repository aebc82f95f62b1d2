// Original file: proto/gridsweep/v1/agent_service.proto


export interface Checkpoint {
  /**
   * Optimizer updates made.
   */
  'step'?: (number);
  /**
   * A safetensors file: weights, optimizer state and position in the data order.
   */
  'bytes'?: (Buffer | Uint8Array | string);
}

export interface Checkpoint__Output {
  /**
   * Optimizer updates made.
   */
  'step': (number);
  /**
   * A safetensors file: weights, optimizer state and position in the data order.
   */
  'bytes': (Buffer);
}
