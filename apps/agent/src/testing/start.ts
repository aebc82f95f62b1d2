import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { startAgent, type Agent, type AgentOptions } from '../agent.ts';

/** The trainer process that knows the workloads of the tests. */
export const TRAINER_PATH = fileURLToPath(new URL('./trainer.js', import.meta.url));

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
