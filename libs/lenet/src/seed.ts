// Everything that a trial's seed decides.
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { PARAMETER_COUNT, PARAMETER_TENSORS } from './architecture.ts';

/**
 * A network's initial parameters, laid out as `PARAMETER_TENSORS`. Weights and biases are uniform between −1/√fan_in and
 * 1/√fan_in, which is what PyTorch's Conv2d and Linear start from (`kaiming_uniform_` with a = √5). One stream of the seed's
 * generator is drawn from in order: tensor after tensor, each row-major.
 */
export function initialParameters(seed: number): Float32Array {
  const random = randomStream(seed, 0);
  const parameters = new Float32Array(PARAMETER_COUNT);
  for (const { offset, length, fanIn } of PARAMETER_TENSORS) {
    const bound = 1 / Math.sqrt(fanIn);
    for (let at = offset; at < offset + length; at++) parameters[at] = (2 * uniformFloat32(random) - 1) * bound;
  }
  return parameters;
}

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

/**
 * Keeps `kept` of 0 … count − 1 apart, every choice of them as likely as any other: the first of a permutation by Fisher and Yates.
 * A function of the seed alone, from a stream of its own, so that neither initial parameters nor data order tell of it.
 * @returns both parts ascending
 */
export function validationSplit(
  count: number,
  kept: number,
  seed: number,
): { readonly validation: Uint32Array; readonly training: Uint32Array } {
  const order = fileOrder(count);
  const random = randomStream(seed, 'validation');
  for (let first = 0; first < kept; first++) {
    const chosen = uniformInt(random, first, count - 1);
    const swapped = order[first];
    order[first] = order[chosen];
    order[chosen] = swapped;
  }
  return { validation: order.slice(0, kept).sort(), training: order.slice(kept).sort() };
}

/** The images as they come: 0 … count − 1. */
export function fileOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

/** Draws that a state of few bits is given to become an even mixture of zeros and ones. */
const WARM_UP = 64;

/**
 * The generator of one purpose within one trial: streams of a seed are 2^64 draws apart (xoroshiro128+'s jump, Blackman and Vigna
 * 2018), so they never overlap. Stream 0 gives the initial parameters, stream 1 + e the data order of epoch e. Epochs have no end,
 * so what they are validated on comes from the stream before stream 0: that of the seed's own state.
 */
function randomStream(seed: number, stream: number | 'validation'): RandomGenerator {
  const generator = xoroshiro128plus(seed);
  if (stream === 'validation') {
    for (let draw = 0; draw < WARM_UP; draw++) generator.next();
    return generator;
  }
  // The state that a seed gives is mostly zeros, so even stream 0 is reached by a jump.
  for (let jump = 0; jump <= stream; jump++) generator.jump();
  return generator;
}
