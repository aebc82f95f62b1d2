import { z } from 'zod';
import type { Workload } from '@gridsweep/sweep';

/** What the sweeps of these tests train: nothing that anybody has. */
export const QUADRATIC = 'quadratic';

const quadratic: Workload = {
  name: QUADRATIC,
  schema: z.strictObject({
    optimizer: z.enum(['sgd', 'adam']).default('sgd'),
    lr: z.number().gt(0).default(0.01),
  }),
  parameterNames: ['optimizer', 'lr'],
  metrics: [{ name: 'train/loss', unit: 'nats', goal: 'minimize', label: 'training loss' }],
  plannedSteps: () => null,
};

/** Takes any parameters, and specifications with a command. */
const command: Workload = {
  name: 'command',
  schema: z.record(z.string(), z.unknown()),
  parameterNames: 'any',
  metrics: [],
  plannedSteps: () => null,
};

export const WORKLOADS: readonly Workload[] = [quadratic, command];
export const HINTS = { command: 'agents refuse commands unless started with --allow-command' };
