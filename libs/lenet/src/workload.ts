import { TRAINING_IMAGES } from '@gridsweep/cifar10';
import type { Workload } from '@gridsweep/sweep';
import { GIVEN, hyperparametersSchema, type Hyperparameters } from './hyperparameters.ts';
import { checkChoice } from './kept-weights.ts';
import { lenetMethod } from './method.ts';
import { LENET_METRICS } from './metrics.ts';

/** LeNet on CIFAR-10 as a sweep sees it. */
export const lenetWorkload = {
  name: 'lenet-cifar10',
  schema: hyperparametersSchema,
  parameterNames: Object.keys(GIVEN),
  metrics: LENET_METRICS,
  method: lenetMethod,
  plannedSteps(parameters) {
    // Full ones, as the schema gave them.
    const { epochs, limit, validation = 0, batch_size } = parameters as unknown as Hyperparameters;
    const steps = epochs * Math.ceil((limit ?? TRAINING_IMAGES - validation) / batch_size);
    // Of another version of the program they may lack something.
    return Number.isFinite(steps) ? steps : null;
  },
  check: checkChoice,
} satisfies Workload;
