import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { startAgent } from '../agent.ts';
import type { Agent, AgentOptions } from '../agent-options.ts';
import { TRAINER_PATH } from './trainer-path.ts';

/** An agent that trains what the tests have. */
export function startTestAgent(coordinator: string, options: Partial<AgentOptions> = {}): Agent {
  return startAgent({
    coordinator,
    id: 'agent',
    version: 'test',
    slots: 1,
    workloads: [{ name: 'quadratic', setup: { folder: tmpdir() } }],
    labels: {},
    logger: pino({ level: 'silent' }),
    trainerPath: TRAINER_PATH,
    ...options,
  });
}
