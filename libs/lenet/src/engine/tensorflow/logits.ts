import { CLASSES } from '@gridsweep/cifar10';

/** Weight of an image of this class in the loss. */
export function weightOf(weights: readonly number[] | null, label: number): number {
  return weights === null ? 1 : weights[label];
}

/** −log softmax(logits)[label] in nats, before its weight. NaN if a logit is. */
export function crossEntropy(logits: Float32Array, label: number): number {
  // Subtracted first, so that no exponential overflows.
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return Math.log(sum) - (logits[label] - largest);
}

/** The first of the largest logits, a NaN counting as largest, as torch.argmax has it. */
export function predictedClass(logits: Float32Array): number {
  let best = 0;
  for (let c = 0; c < CLASSES; c++) {
    if (Number.isNaN(logits[c])) return c;
    if (logits[c] > logits[best]) best = c;
  }
  return best;
}
