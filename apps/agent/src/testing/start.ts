import { pino } from 'pino';
import { startAgent, type Agent, type AgentOptions } from '../agent.ts';
import { TRAINER_PATH } from './trainer-path.ts';

/** An agent with the packed trainer and the data set of the user's cache. */
export function startTestAgent(coordinator: string, options: Partial<AgentOptions> = {}): Agent {
  return startAgent({
    coordinator,
    id: 'agent',
    slots: 1,
    engine: 'wasm',
    dataset: {},
    labels: {},
    logger: pino({ level: 'silent' }),
    trainerPath: TRAINER_PATH,
    ...options,
  });
}
