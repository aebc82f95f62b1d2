import { combinationCount } from './combination.ts';
import { MAX_TRIALS, type SweepSpec } from './spec.ts';

/** How many trials a spec asks for, found without making them. */
export function trialCount(spec: SweepSpec): number {
  return cellCount(spec) * spec.seeds.length;
}

/** How many cells a spec asks for, found without making them. */
export function cellCount(spec: SweepSpec): number {
  const cap = spec.run_cap ?? Infinity;
  switch (spec.method) {
    case 'grid':
      return Math.min(cap, combinationCount(spec.parameters));
    case 'list':
      return spec.cells?.length ?? 0;
    case 'random':
      return cap;
  }
}

/** What to say of a spec that asks for more than MAX_TRIALS trials; undefined for others. */
export function tooLarge(spec: SweepSpec): string | undefined {
  const [cells, trials] = [cellCount(spec), trialCount(spec)];
  if (trials <= MAX_TRIALS) return undefined;
  const asked = `${amount(cells, 'cell')} × ${amount(spec.seeds.length, 'seed')} make ${amount(trials, 'trial')}`;
  return `${asked}, but a sweep has at most ${amount(MAX_TRIALS, 'trial')}; ${spec.method === 'list' ? 'list fewer cells or seeds' : 'list fewer values or seeds, or set run_cap'}`;
}

/** What to say of a random spec that asks for more cells than its parameters can have; undefined for others. */
export function tooFewCombinations(spec: SweepSpec): string | undefined {
  const found = spec.method === 'random' ? combinationCount(spec.parameters) : Infinity;
  return found < cellCount(spec) ? tooFewCells(spec, found) : undefined;
}

/** What to say of a random spec where only `found` different cells could be drawn; undefined where they are enough. */
export function tooFewCells(spec: SweepSpec, found: number): string | undefined {
  const asked = cellCount(spec);
  if (found === asked) return undefined;
  return `${amount(asked, 'different cell')} cannot be drawn, the parameters give only ${found}; lower run_cap or widen them`;
}

function amount(count: number, unit: string): string {
  const number = count === Infinity ? `more than ${amountOf(MAX_TRIALS)}` : amountOf(count);
  return `${number} ${unit}${count === 1 ? '' : 's'}`;
}

function amountOf(count: number): string {
  return count.toLocaleString('en-US');
}
