import { z } from 'zod';
import type { ServedWorkload } from '../services/sweep-service.ts';

/** What the sweeps of these tests train: nothing that anybody has. */
export const QUADRATIC = 'quadratic';

const quadratic: ServedWorkload = {
  workload: {
    name: QUADRATIC,
    schema: z.strictObject({
      optimizer: z.enum(['sgd', 'adam']).default('sgd'),
      lr: z.number().gt(0).default(0.01),
    }),
    parameterNames: ['optimizer', 'lr'],
    metrics: [{ name: 'train/loss', unit: 'nats', goal: 'minimize', label: 'training loss' }],
    plannedSteps: () => null,
  },
};

/** Takes any parameters, and specifications with a command. */
const command: ServedWorkload = {
  workload: {
    name: 'command',
    schema: z.record(z.string(), z.unknown()),
    parameterNames: 'any',
    metrics: [],
    plannedSteps: () => null,
  },
  hint: 'agents refuse commands unless started with --allow-command',
};

export const WORKLOADS: readonly ServedWorkload[] = [quadratic, command];
