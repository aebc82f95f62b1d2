import type { CellSummary } from '../cell-summary.ts';
import type { SweepRecord } from '../record.ts';
import { dunnettQuantile } from '../statistics/dunnett.ts';
import { meanOf } from '../statistics/estimate.ts';
import { groupBy } from '../statistics/group-by.ts';
import { pooledResidual, twoWay } from '../statistics/linear-model.ts';
import { selectCells, type Sample } from './compared-cells.ts';
import type { ComparedCell, Comparison, Model, Pairing } from './comparison.ts';

/**
 * How the cells of a sweep compare. Pure; works at any moment, whatever has finished.
 * @param unit of the metric, as declared: "fraction" makes a point 0.01.
 */
export function compareCells(cells: readonly CellSummary[], metric: SweepRecord['metric'], unit?: string): Comparison {
  const { choiceMetric, samples, left } = selectCells(cells, metric);
  const sign = metric.goal === 'maximize' ? 1 : -1;
  const ranked = samples
    .map((sample) => ({ ...sample, mean: meanOf(sample.values) }))
    .sort((a, b) => sign * (b.mean - a.mean));
  const same = sameSeeds(ranked);
  const blocks = same !== undefined && same[0]!.length > 1 && ranked.length > 2 ? twoWay(same) : undefined;
  const residual =
    ranked.length < 2 ? undefined : (blocks?.residual ?? pooledResidual(ranked.map(({ values }) => values)));
  const model: Model | undefined = residual && {
    kind: blocks === undefined ? 'pooled' : 'blocks',
    residualStd: Math.sqrt(residual.variance),
    degreesOfFreedom: residual.degreesOfFreedom,
  };
  const pairing: Pairing | undefined =
    blocks === undefined || same![0]!.length < 3
      ? undefined
      : {
          correlation:
            (blocks.seeds.variance - blocks.residual.variance) /
            (blocks.seeds.variance + (ranked.length - 1) * blocks.residual.variance),
          seeds: same![0]!.length,
        };
  const best = Math.abs(ranked[0]?.mean ?? 0);
  return {
    metric: metric.name,
    choiceMetric,
    cells: model === undefined ? ranked.map(unknownStanding) : hsu(ranked, model, sign),
    left,
    ...(model && { model }),
    ...(pairing && { pairing }),
    ...(model && {
      power: { seedsForDifference: null, seedsForPoint: null, point: unit === 'fraction' ? 0.01 : 0.01 * best },
    }),
  };
}

type Ranked = Sample & { readonly mean: number };

function unknownStanding({ cellId, values, mean }: Ranked): ComparedCell {
  return { cellId, n: values.length, mean, standing: 'unknown' };
}

/** Each cell's values in one order of seeds, where all have the same. */
function sameSeeds(cells: readonly Sample[]): number[][] | undefined {
  const [first] = cells;
  if (first === undefined) return undefined;
  const rows = cells.map(({ seeds, values }) => {
    const bySeed = new Map(seeds.map((seed, at) => [seed, values[at]!]));
    return first.seeds.flatMap((seed) => bySeed.get(seed) ?? []);
  });
  const complete = cells.every(
    ({ seeds }, at) => seeds.length === rows[at]!.length && seeds.length === first.seeds.length,
  );
  return complete ? rows : undefined;
}

/** Constrained simultaneous intervals of "this minus the best of the others" (J. C. Hsu, Annals of Statistics 12, 1984, p. 1136–1144). */
function hsu(ranked: readonly Ranked[], model: Model, sign: number): ComparedCell[] {
  const sizes = [...groupBy(ranked, ({ values }) => values.length)].map(([n, group]) => ({ n, cells: group.length }));
  const critical = new Map(
    sizes.map(({ n }) => {
      const others = sizes
        .map((size) => (size.n === n ? { ...size, cells: size.cells - 1 } : size))
        .filter((size) => size.cells > 0);
      return [n, dunnettQuantile(0.95, n, others, model.degreesOfFreedom)] as const;
    }),
  );
  const margin = (a: Ranked, b: Ranked) =>
    critical.get(a.values.length)! * model.residualStd * Math.sqrt(1 / a.values.length + 1 / b.values.length);
  const least = (cell: Ranked, others: readonly Ranked[], boundOf: (other: Ranked) => number) =>
    others.reduce((bound, other) => (other === cell ? bound : Math.min(bound, boundOf(other))), Infinity);
  const highs = ranked.map((cell) =>
    Math.max(
      0,
      least(cell, ranked, (other) => sign * (cell.mean - other.mean) + margin(cell, other)),
    ),
  );
  const could = ranked.filter((_, at) => highs[at]! > 0);
  return ranked.map((cell, at) => {
    const alone = could.length === 1 && could[0] === cell;
    const low = alone
      ? 0
      : Math.min(
          0,
          least(cell, could, (other) => sign * (cell.mean - other.mean) - margin(other, cell)),
        );
    const next = ranked[at === 0 ? 1 : 0]!;
    return {
      cellId: cell.cellId,
      n: cell.values.length,
      mean: cell.mean,
      standing: alone ? 'best' : highs[at]! > 0 ? 'could-be-best' : 'not-best',
      difference: { estimate: sign * (cell.mean - next.mean), low, high: highs[at]! },
    };
  });
}
