export { startAgent, type Agent, type AgentOptions } from './agent.ts';
