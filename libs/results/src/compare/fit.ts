import { bartlettTest } from '../statistics/bartlett.ts';
import { twoWay } from '../statistics/two-way.ts';
import { pooled, sampleVariance, type Variance } from '../statistics/variance.ts';
import type { Model, Pairing } from './comparison.ts';
import { ownDifferences, pairedDifferences, pooledDifferences, type Differences } from './differences.ts';

/** A cell's values by seed. */
export interface SeededValues {
  readonly seeds: readonly number[];
  readonly values: readonly number[];
}

export interface Fit {
  readonly kind: Model['kind'];
  readonly residual: Variance;
  readonly equalVarianceP?: number;
  readonly pairing?: Pairing;
  readonly differences: Differences;
}

/**
 * Levels of the tests that choose a model. Seeds are blocks only where there is hardly a doubt: where they are not, a correlation of
 * seeds makes intervals wider than needed; blocks by mistake would make them too narrow for two or three cells.
 */
const BLOCKS = 0.01;
const UNEQUAL = 0.05;

/** Chooses a model. Undefined with fewer than two cells, or where none has two seeds. */
export function fitModel(cells: readonly SeededValues[]): Fit | undefined {
  const own = cells.map(({ values }) => sampleVariance(values));
  const within = pooled(own);
  if (cells.length < 2 || within === undefined) return undefined;
  const sizes = cells.map(({ values }) => values.length);
  const seeds = commonSeeds(cells);
  const rows = seeds.length < 2 ? undefined : inOrder(cells, seeds);
  const crossed = rows && twoWay(rows);
  const pairing = crossed?.correlation !== undefined &&
    seeds.length > 2 && { pairing: { correlation: crossed.correlation, seeds: seeds.length } };
  const isComplete = sizes.every((n) => n === seeds.length);
  if (isComplete && crossed?.seedP !== undefined && crossed.seedP < BLOCKS) {
    const { residual, ofCells } = crossed;
    // Cells that the seeds move by unlike amounts show it in the variances about their own means.
    const test = equalVariances(own, ofCells);
    return test.unequal
      ? { kind: 'unequal', residual, ...test.p, ...pairing, differences: pairedDifferences(rows!, own) }
      : { kind: 'blocks', residual, ...test.p, ...pairing, differences: pooledDifferences(sizes, ofCells, residual) };
  }
  const test = equalVariances(own);
  const [kind, differences] = test.unequal
    ? (['unequal', ownDifferences(sizes, own, within)] as const)
    : (['pooled', pooledDifferences(sizes, own, within)] as const);
  return { kind, residual: within, ...test.p, ...pairing, differences };
}

/** By each list of variances; of several tests the smallest p value, multiplied by their number (Bonferroni). */
function equalVariances(...lists: readonly (readonly Variance[])[]) {
  const ps = lists.flatMap((variances) => bartlettTest(variances) ?? []);
  if (ps.length === 0) return { unequal: false, p: {} };
  const equalVarianceP = Math.min(1, Math.min(...ps) * ps.length);
  return { unequal: equalVarianceP < UNEQUAL, p: { equalVarianceP } };
}

/** Seeds that all cells have, in the order of the first. */
function commonSeeds(cells: readonly SeededValues[]): readonly number[] {
  return cells.slice(1).reduce((common, { seeds }) => {
    const own = new Set(seeds);
    return common.filter((seed) => own.has(seed));
  }, cells[0]!.seeds);
}

function inOrder(cells: readonly SeededValues[], order: readonly number[]): number[][] {
  return cells.map(({ seeds, values }) => {
    const bySeed = new Map(seeds.map((seed, at) => [seed, values[at]!]));
    return order.map((seed) => bySeed.get(seed)!);
  });
}
