import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

import type { RangeSpec } from './spec.ts';

/** Where random numbers come from. */
export type Random = ReturnType<typeof mersenne>;

/** A number of a range. */
export function drawFrom({ distribution, min, max, q = 1 }: RangeSpec, random: Random): number {
  switch (distribution) {
    case 'uniform':
      return min + (max - min) * uniformFloat64(random);
    case 'log_uniform_values':
      // Rounding must not carry it past the end.
      return Math.min(max, min * (max / min) ** uniformFloat64(random));
    case 'int_uniform':
      return uniformInt(random, min, max);
    case 'q_uniform':
      return multiple(Math.round((min + (max - min) * uniformFloat64(random)) / q), q);
  }
}

/** One value of a range, somewhere inside it: what a hyperparameter must accept to be drawn from there. */
export function exampleOf(range: RangeSpec): number {
  return drawFrom(range, mersenne(0));
}

/** How many different numbers can be drawn from a range; Infinity where they are too many to be told apart. */
export function rangeSize(range: RangeSpec): number {
  const { first, last } = factors(range);
  return last - first + 1;
}

/** Every number of a range, from the least; only for those with few. */
export function rangeValues(range: RangeSpec): number[] {
  const { first, last } = factors(range);
  const numberOf = range.distribution === 'q_uniform' ? (factor: number) => multiple(factor, range.q ?? 1) : Number;
  return Array.from({ length: last - first + 1 }, (_, index) => numberOf(first + index));
}

/** Of ranges with steps: the least and the greatest number of steps. */
function factors({ distribution, min, max, q = 1 }: RangeSpec): { readonly first: number; readonly last: number } {
  switch (distribution) {
    case 'uniform':
    case 'log_uniform_values':
      return { first: 0, last: Infinity };
    case 'int_uniform':
      return { first: min, last: max };
    case 'q_uniform':
      // As Math.round rounds what is just below the end, which itself is not drawn.
      return { first: Math.round(min / q), last: Math.ceil(max / q - 0.5) };
  }
}

/** 15 digits: 3 × 0.1 is 0.3 here, not 0.30000000000000004. */
function multiple(factor: number, step: number): number {
  return Number((factor * step).toPrecision(15));
}
