// Original file: proto/gridsweep/v1/agent_service.proto

import type { DeviceMetrics as _gridsweep_v1_DeviceMetrics, DeviceMetrics__Output as _gridsweep_v1_DeviceMetrics__Output } from '../../gridsweep/v1/DeviceMetrics.ts';

/**
 * Renews every lease of the agent.
 */
export interface Heartbeat {
  /**
   * Trials that could start now.
   */
  'freeSlots'?: (number);
  /**
   * Trials trained at once, where a GPU's memory turned out to hold fewer than Hello said.
   */
  'slots'?: (number);
  /**
   * Absent from an agent without a GPU.
   */
  'device'?: (_gridsweep_v1_DeviceMetrics | null);
  '_slots'?: "slots";
}

/**
 * Renews every lease of the agent.
 */
export interface Heartbeat__Output {
  /**
   * Trials that could start now.
   */
  'freeSlots': (number);
  /**
   * Trials trained at once, where a GPU's memory turned out to hold fewer than Hello said.
   */
  'slots'?: (number);
  /**
   * Absent from an agent without a GPU.
   */
  'device': (_gridsweep_v1_DeviceMetrics__Output | null);
  '_slots'?: "slots";
}
