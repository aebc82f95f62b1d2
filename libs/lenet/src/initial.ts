import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { PARAMETER_COUNT, PARAMETER_TENSORS } from './architecture.ts';
import { randomStream } from './random-stream.ts';

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
