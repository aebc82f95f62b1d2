import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

import type { ParameterSpec, RangeSpec, SweepSpec } from './spec.ts';
import type { Parameters, ParameterValue } from './trial.ts';

type Random = ReturnType<typeof mersenne>;

/**
 * Endless combinations of a spec's parameters drawn at random, each value independent of the others.
 * The same random_seed draws the same, whatever the order of the spec's keys (I1).
 */
export function* draws(spec: SweepSpec): Generator<Parameters, never> {
  const random = mersenne(spec.random_seed);
  const byName = Object.entries(spec.parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  while (true) yield Object.fromEntries(byName.map(([name, parameter]) => [name, draw(parameter, random)]));
}

/** One value of a range, somewhere inside it: what a hyperparameter must accept to be drawn from there. */
export function exampleOf(range: RangeSpec): number {
  return drawFrom(range, mersenne(0));
}

function draw(parameter: ParameterSpec, random: Random): ParameterValue {
  if (!('values' in parameter)) return drawFrom(parameter, random);
  return parameter.values[uniformInt(random, 0, parameter.values.length - 1)]!;
}

function drawFrom({ distribution, min, max, q = 1 }: RangeSpec, random: Random): number {
  switch (distribution) {
    case 'uniform':
      return min + (max - min) * uniformFloat64(random);
    case 'log_uniform_values':
      // Rounding must not carry it past the end.
      return Math.min(max, min * (max / min) ** uniformFloat64(random));
    case 'int_uniform':
      return uniformInt(random, min, max);
    case 'q_uniform':
      // 15 digits: 3 × 0.1 is 0.3 here, not 0.30000000000000004.
      return Number((Math.round((min + (max - min) * uniformFloat64(random)) / q) * q).toPrecision(15));
  }
}
