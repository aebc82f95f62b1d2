import { TRAINING_IMAGES } from '@gridsweep/cifar10';
import type { Workload } from '@gridsweep/sweep';
import { GIVEN, hyperparametersSchema, type Hyperparameters } from './hyperparameters.ts';

/** LeNet on CIFAR-10 as a sweep sees it. */
export const lenetWorkload = {
  name: 'lenet-cifar10',
  schema: hyperparametersSchema,
  parameterNames: Object.keys(GIVEN),
  metrics: [
    { name: 'test/accuracy', unit: 'fraction', goal: 'maximize', label: 'test accuracy' },
    { name: 'test/loss', unit: 'nats', goal: 'minimize', label: 'test loss' },
    { name: 'train/loss', unit: 'nats', goal: 'minimize', label: 'training loss' },
  ],
  plannedSteps(parameters) {
    // Full ones, as the schema gave them.
    const { epochs, limit, batch_size } = parameters as unknown as Hyperparameters;
    const steps = epochs * Math.ceil((limit ?? TRAINING_IMAGES) / batch_size);
    // Of another version of the program they may lack something.
    return Number.isFinite(steps) ? steps : null;
  },
} satisfies Workload;
