// Original file: proto/gridsweep/v1/agent_service.proto


export interface Welcome {
  /**
   * A lease not renewed for so long is taken back.
   */
  'leaseTtlMs'?: (number);
  'heartbeatEveryMs'?: (number);
}

export interface Welcome__Output {
  /**
   * A lease not renewed for so long is taken back.
   */
  'leaseTtlMs': (number);
  'heartbeatEveryMs': (number);
}
