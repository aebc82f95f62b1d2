import { z } from 'zod';

import type { Workload } from './workload.ts';

/**
 * A small workload for this library's own tests, with one of everything: a choice, numbers, a vector, a null, messages of its
 * own, a rule that spans two hyperparameters and one that drops a hyperparameter where it has no effect.
 */
export const testWorkload: Workload = {
  name: 'test',
  schema: z
    .strictObject({
      optimizer: z.enum(['sgd', 'momentum', 'adam']).default('sgd'),
      lr: z.number().gt(0).default(0.01),
      momentum: z.number().min(0).lt(1).optional(),
      betas: z.tuple([z.number().lt(1), z.number().lt(1)]).optional(),
      epochs: z.int().min(1).max(1000).default(10),
      limit: z.int().min(1).nullable().default(null),
      shuffle: z.boolean().default(true),
    })
    .refine(({ optimizer, betas }) => betas === undefined || optimizer === 'adam', {
      path: ['betas'],
      error: 'only adam uses betas',
    })
    .transform(({ momentum, ...others }) =>
      others.optimizer === 'momentum' ? { ...others, momentum: momentum ?? 0.9 } : others,
    ),
  metrics: [
    {
      name: 'test/accuracy',
      unit: 'fraction',
      goal: 'maximize',
      label: 'test accuracy',
      chooseBy: 'validation/accuracy',
    },
    { name: 'test/loss', unit: 'nats', goal: 'minimize', label: 'test loss' },
    { name: 'train/loss', unit: 'nats', goal: 'minimize', label: 'training loss' },
    { name: 'validation/accuracy', unit: 'fraction', goal: 'maximize', label: 'validation accuracy' },
  ],
  plannedSteps: ({ epochs }) => 100 * Number(epochs),
  parameterNames: ['optimizer', 'lr', 'momentum', 'betas', 'epochs', 'limit', 'shuffle'],
};

/** A workload whose parameters a sweep makes up, as one that runs a person's own program: it looks at its program, too. */
export const testCommand: Workload = {
  name: 'command',
  schema: z.record(z.string(), z.unknown()),
  metrics: [],
  plannedSteps: () => null,
  parameterNames: 'any',
  check: ({ command = [], parameters }) =>
    command.flatMap((argument, index) => {
      const name = /^\$\{param:(.*)\}$/.exec(argument)?.[1];
      if (name === undefined || name in parameters) return [];
      return [{ path: ['command', index], message: `there is no parameter ${name}` }];
    }),
};
