import { CLASSES, TRAINING_IMAGES } from '@gridsweep/cifar10';
import type { MetricDeclaration, Workload } from '@gridsweep/sweep';
import { GIVEN, hyperparametersSchema, type Hyperparameters } from './hyperparameters.ts';
import { lenetMethod } from './method.ts';

const ACCURACY = { unit: 'fraction', goal: 'maximize', chance: 1 / CLASSES } as const;
/** A network that knows nothing gives every class the same probability. */
const LOSS = { unit: 'nats', goal: 'minimize', chance: Math.log(CLASSES) } as const;

/** LeNet on CIFAR-10 as a sweep sees it. */
export const lenetWorkload = {
  name: 'lenet-cifar10',
  schema: hyperparametersSchema,
  parameterNames: Object.keys(GIVEN),
  metrics: [
    { name: 'test/accuracy', label: 'test accuracy', ...ACCURACY, chooseBy: 'validation/accuracy' },
    { name: 'test/loss', label: 'test loss', ...LOSS, chooseBy: 'validation/loss' },
    { name: 'train/loss', label: 'training loss', ...LOSS },
    { name: 'validation/accuracy', label: 'validation accuracy', ...ACCURACY },
    { name: 'validation/loss', label: 'validation loss', ...LOSS },
  ] as readonly MetricDeclaration[],
  method: lenetMethod,
  plannedSteps(parameters) {
    // Full ones, as the schema gave them.
    const { epochs, limit, validation = 0, batch_size } = parameters as unknown as Hyperparameters;
    const steps = epochs * Math.ceil((limit ?? TRAINING_IMAGES - validation) / batch_size);
    // Of another version of the program they may lack something.
    return Number.isFinite(steps) ? steps : null;
  },
} satisfies Workload;
