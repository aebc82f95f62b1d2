import { CLASSES } from '@gridsweep/cifar10';
import type { Floats } from './layer.ts';

/** Weight of each class in the loss; null: all 1. */
export type ClassWeights = readonly number[] | null;

/**
 * Cross-entropy of one image's logits: −log softmax(logits)[label], in nats, before its class weight.
 * The largest logit is subtracted first, so that no exponential overflows.
 */
export function crossEntropy(logits: ArrayLike<number>, label: number): number {
  const largest = largestOf(logits);
  let sum = 0;
  for (let c = 0; c < CLASSES; c++) sum += Math.exp(logits[c] - largest);
  return Math.log(sum) - (logits[label] - largest);
}

/** The gradient of `scale` × `crossEntropy` by the logits: scale × (softmax(logits) − one-hot(label)). */
export function crossEntropyGradient(logits: ArrayLike<number>, label: number, scale: number, gradient: Floats): void {
  const largest = largestOf(logits);
  let sum = 0;
  for (let c = 0; c < CLASSES; c++) sum += Math.exp(logits[c] - largest);
  for (let c = 0; c < CLASSES; c++) {
    const probability = Math.exp(logits[c] - largest) / sum;
    gradient[c] = scale * (probability - (c === label ? 1 : 0));
  }
}

export function weightOf(weights: ClassWeights, label: number): number {
  return weights === null ? 1 : weights[label];
}

/** The first of the largest logits, a NaN counting as largest, as torch.argmax has it. */
export function predictedClass(logits: ArrayLike<number>): number {
  let best = 0;
  for (let c = 0; c < CLASSES; c++) {
    if (Number.isNaN(logits[c])) return c;
    if (logits[c] > logits[best]) best = c;
  }
  return best;
}

/** NaN if any logit is. */
function largestOf(logits: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let c = 0; c < CLASSES; c++) largest = Math.max(largest, logits[c]);
  return largest;
}
