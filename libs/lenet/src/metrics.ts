import { CLASSES } from '@gridsweep/cifar10';
import type { MetricDeclaration } from '@gridsweep/sweep';

const ACCURACY = { unit: 'fraction', goal: 'maximize', chance: 1 / CLASSES } as const;
/** A network that knows nothing gives every class the same probability. */
const LOSS = { unit: 'nats', goal: 'minimize', chance: Math.log(CLASSES) } as const;

/** What LeNet reports. */
export const LENET_METRICS: readonly MetricDeclaration[] = [
  { name: 'test/accuracy', label: 'test accuracy', ...ACCURACY, chooseBy: 'validation/accuracy' },
  { name: 'test/loss', label: 'test loss', ...LOSS, chooseBy: 'validation/loss' },
  { name: 'train/loss', label: 'training loss', ...LOSS },
  { name: 'validation/accuracy', label: 'validation accuracy', ...ACCURACY },
  { name: 'validation/loss', label: 'validation loss', ...LOSS },
];

/** Only trials that keep images apart for it report such a metric. */
export function needsValidation(metric: string): boolean {
  return metric.startsWith('validation/');
}
