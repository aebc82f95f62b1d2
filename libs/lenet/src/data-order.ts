import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { randomStream } from './random-stream.ts';

/**
 * The order in which one epoch takes the training images: a uniform permutation of 0 … count − 1 by Fisher and Yates,
 * a function of seed and epoch alone, so that a resumed trial finds it again.
 * @param epoch from 0.
 */
export function shuffledOrder(count: number, seed: number, epoch: number): Uint32Array {
  const random = randomStream(seed, 1 + epoch);
  const order = fileOrder(count);
  for (let last = count - 1; last > 0; last--) {
    const chosen = uniformInt(random, 0, last);
    const swapped = order[last];
    order[last] = order[chosen];
    order[chosen] = swapped;
  }
  return order;
}

/** The images as they come: 0 … count − 1. */
export function fileOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}
