export { startAgent, type Agent, type AgentOptions } from './agent.ts';
export type { PinnedGpu } from './gpu-watch.ts';
export { supervise, type Supervisor } from './supervisor.ts';
export type { ToSupervisor } from './supervisor-child.ts';
export type { SupervisedAgent } from './supervisor-device.ts';
export { pinnedTo } from './supervisor-pin.ts';
