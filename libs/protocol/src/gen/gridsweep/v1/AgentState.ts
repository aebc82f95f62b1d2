// Original file: proto/gridsweep/v1/sweep_service.proto

export const AgentState = {
  AGENT_STATE_UNSPECIFIED: 'AGENT_STATE_UNSPECIFIED',
  AGENT_STATE_CONNECTED: 'AGENT_STATE_CONNECTED',
  AGENT_STATE_DRAINING: 'AGENT_STATE_DRAINING',
  AGENT_STATE_GONE: 'AGENT_STATE_GONE',
} as const;

export type AgentState =
  | 'AGENT_STATE_UNSPECIFIED'
  | 0
  | 'AGENT_STATE_CONNECTED'
  | 1
  | 'AGENT_STATE_DRAINING'
  | 2
  | 'AGENT_STATE_GONE'
  | 3

export type AgentState__Output = typeof AgentState[keyof typeof AgentState]
