import { bartlettTest } from '../statistics/bartlett.ts';
import { pooled, sampleVariance, type Variance } from '../statistics/variance.ts';
import { twoWay } from '../statistics/two-way.ts';
import type { Model, Pairing } from './comparison.ts';
import { pairedDifferences, unpairedDifferences, type Differences } from './differences.ts';

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

/** Seeds are blocks where the hypothesis that they make no difference is rejected at this level; unlike variances likewise. */
const LEVEL = 0.05;

/** Chooses a model. Undefined with fewer than two cells, or where none has two seeds. */
export function fitModel(cells: readonly SeededValues[]): Fit | undefined {
  const own = cells.map(({ values }) => sampleVariance(values));
  const within = pooled(own);
  if (cells.length < 2 || within === undefined) return undefined;
  const rows = commonSeeds(cells);
  const blocks = rows && twoWay(rows);
  const paired = blocks?.seedP !== undefined && blocks.seedP < LEVEL;
  const [variances, residual] = paired ? [blocks.ofCells, blocks.residual] : [own, within];
  const equalVarianceP = bartlettTest(variances);
  const unequal = equalVarianceP !== undefined && equalVarianceP < LEVEL;
  return {
    kind: unequal ? 'unequal' : paired ? 'blocks' : 'pooled',
    residual,
    ...(equalVarianceP !== undefined && { equalVarianceP }),
    ...(blocks?.correlation !== undefined &&
      rows![0]!.length > 2 && { pairing: { correlation: blocks.correlation, seeds: rows![0]!.length } }),
    differences: paired
      ? pairedDifferences(rows!, variances, residual, unequal)
      : unpairedDifferences(
          cells.map(({ values }) => values.length),
          variances,
          residual,
          unequal,
        ),
  };
}

/** Each cell's values in one order of seeds, where all cells have the same two seeds or more. */
function commonSeeds(cells: readonly SeededValues[]): number[][] | undefined {
  const { seeds } = cells[0]!;
  if (seeds.length < 2 || cells.some((cell) => cell.seeds.length !== seeds.length)) return undefined;
  const rows = cells.map((cell) => {
    const bySeed = new Map(cell.seeds.map((seed, at) => [seed, cell.values[at]!]));
    return seeds.flatMap((seed) => bySeed.get(seed) ?? []);
  });
  return rows.every(({ length }) => length === seeds.length) ? rows : undefined;
}
