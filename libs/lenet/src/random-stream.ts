import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/**
 * The generator of one purpose within one trial: streams of a seed are 2^64 draws apart, so they never overlap.
 * Stream 0 gives the initial parameters, stream 1 + e the data order of epoch e.
 */
export function randomStream(seed: number, stream: number): RandomGenerator {
  const generator = xoroshiro128plus(seed);
  // The state that a seed gives is mostly zeros, so even stream 0 is reached by a jump.
  for (let jump = 0; jump <= stream; jump++) generator.jump();
  return generator;
}
