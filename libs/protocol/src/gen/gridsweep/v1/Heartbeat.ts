// Original file: proto/gridsweep/v1/agent_service.proto


/**
 * Renews every lease of the agent.
 */
export interface Heartbeat {
  /**
   * Trials that could start now.
   */
  'freeSlots'?: (number);
}

/**
 * Renews every lease of the agent.
 */
export interface Heartbeat__Output {
  /**
   * Trials that could start now.
   */
  'freeSlots': (number);
}
