// Original file: proto/gridsweep/v1/sweep_service.proto

export const SweepState = {
  SWEEP_STATE_UNSPECIFIED: 'SWEEP_STATE_UNSPECIFIED',
  SWEEP_STATE_ACTIVE: 'SWEEP_STATE_ACTIVE',
  SWEEP_STATE_PAUSED: 'SWEEP_STATE_PAUSED',
  /**
   * Every trial has ended, at least one not by being cancelled.
   */
  SWEEP_STATE_ENDED: 'SWEEP_STATE_ENDED',
  SWEEP_STATE_CANCELLED: 'SWEEP_STATE_CANCELLED',
} as const;

export type SweepState =
  | 'SWEEP_STATE_UNSPECIFIED'
  | 0
  | 'SWEEP_STATE_ACTIVE'
  | 1
  | 'SWEEP_STATE_PAUSED'
  | 2
  /**
   * Every trial has ended, at least one not by being cancelled.
   */
  | 'SWEEP_STATE_ENDED'
  | 3
  | 'SWEEP_STATE_CANCELLED'
  | 4

export type SweepState__Output = typeof SweepState[keyof typeof SweepState]
