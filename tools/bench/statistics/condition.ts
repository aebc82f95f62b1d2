import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A sweep whose truth is known. Units are the standard deviation of one run of an ordinary cell; more is better. */
export interface Condition {
  readonly cells: number;
  readonly seeds: number;
  /** Where the true means lie; the first cell is a best one. */
  readonly means: keyof typeof MEANS;
  readonly spread: keyof typeof SPREADS;
  /** Correlation of two cells' runs of one seed. */
  readonly correlation: number;
  /** Share of runs of every third cell that diverge; such a cell is not compared. */
  readonly diverging: number;
}

export const MEANS = {
  /** All are best. */
  tied: () => 0,
  /** Two are best and all others far below. */
  'two tied': (cell: number) => (cell < 2 ? 0 : -1000),
  /** A third is best. */
  'third tied': (cell: number, cells: number) => (cell < Math.max(2, cells / 3) ? 0 : -1000),
  /** Two are best and each other one is 1.5 below the one before. */
  falling: (cell: number) => (cell < 2 ? 0 : -1.5 * (cell - 1)),
  /** One is best by so much, all others are tied. */
  '½ ahead': (cell: number) => (cell === 0 ? 0.5 : 0),
  '1 ahead': (cell: number) => (cell === 0 ? 1 : 0),
  '2 ahead': (cell: number) => (cell === 0 ? 2 : 0),
  '3 ahead': (cell: number) => (cell === 0 ? 3 : 0),
  '4 ahead': (cell: number) => (cell === 0 ? 4 : 0),
  /** One is best, the next three below it, each other one a half below the one before. */
  'stairs, 3 ahead': (cell: number) => (cell === 0 ? 3 : -0.5 * (cell - 1)),
} as const;

export const SPREADS = {
  equal: () => 1,
  'best 2.5×': (cell: number) => (cell === 0 ? 2.5 : 1),
  'best 4×': (cell: number) => (cell === 0 ? 4 : 1),
  'best ¼': (cell: number) => (cell === 0 ? 0.25 : 1),
  'one rival 4×': (cell: number) => (cell === 1 ? 4 : 1),
  'every other 4×': (cell: number) => (cell % 2 === 1 ? 4 : 1),
  'most ¹⁄₅₀': (cell: number, cells: number) => (cell < Math.max(2, cells / 2) ? 1 : 0.02),
  'from ¼ to 4': (cell: number, cells: number) => 4 ** ((2 * ((cell * 7) % cells)) / (cells - 1) - 1),
} as const;

export function trueMeans({ cells, means }: Condition): number[] {
  return Array.from({ length: cells }, (_, cell) => MEANS[means](cell, cells));
}

export interface DrawnCell {
  readonly cellId: string;
  readonly seeds: readonly number[];
  readonly values: readonly number[];
}

/** Draws one sweep after another; the same ones for the same seed. Diverged cells are left out. */
export function* sweeps(condition: Condition, seed: number): Generator<DrawnCell[], never> {
  const { cells, seeds: n, correlation, diverging } = condition;
  const random = xoroshiro128plus(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random));
  const means = trueMeans(condition);
  const seeds = Array.from({ length: n }, (_, at) => at);
  for (;;) {
    const common = seeds.map(() => Math.sqrt(correlation) * normal());
    const drawn: DrawnCell[] = [];
    for (let cell = 0; cell < cells; cell += 1) {
      const std = SPREADS[condition.spread](cell, cells);
      const values = common.map((part) => means[cell] + std * (part + Math.sqrt(1 - correlation) * normal()));
      const mayDiverge = diverging > 0 && cell % 3 === 2;
      if (!mayDiverge || values.every(() => uniformFloat64(random) >= diverging))
        drawn.push({ cellId: String(cell), seeds, values });
    }
    yield drawn;
  }
}
