import { TRAINING_IMAGES } from '@gridsweep/cifar10';
import type { Workload } from '@gridsweep/sweep';
import { GIVEN, hyperparametersSchema, parseHyperparameters } from './hyperparameters.ts';

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
    const { epochs, limit, batch_size } = parseHyperparameters(parameters);
    return epochs * Math.ceil((limit ?? TRAINING_IMAGES) / batch_size);
  },
} satisfies Workload;
