import type { CellSummary } from '../cell-summary.ts';
import type { SweepRecord } from '../record.ts';
import { extent, meanOf } from '../statistics/estimate.ts';
import { seedsNeeded } from '../statistics/power.ts';
import { AHEAD, compareWithBest } from './best.ts';
import { selectCells, type Sample } from './compared-cells.ts';
import type { ComparedCell, Comparison, Power } from './comparison.ts';
import { fitModel, type Fit } from './fit.ts';

/**
 * How the cells of a sweep compare. Pure; works at any moment, whatever has finished.
 * @param unit of the metric, as declared: "fraction" makes a point 0.01.
 */
export function compareCells(cells: readonly CellSummary[], metric: SweepRecord['metric'], unit?: string): Comparison {
  const { choiceMetric, samples, left } = selectCells(cells, metric);
  return { metric: metric.name, choiceMetric, left, ...compareSelected(samples, metric.goal, unit) };
}

/** The part of a comparison that is made of numbers alone. */
export function compareSelected(
  samples: readonly Sample[],
  goal: SweepRecord['metric']['goal'],
  unit?: string,
): Omit<Comparison, 'metric' | 'choiceMetric' | 'left'> {
  const scale = scaleOf(samples);
  const toGoal = goal === 'maximize' ? 1 / scale : -1 / scale;
  const ranked = samples
    .map(({ cellId, seeds, values }) => {
      const scaled = values.map((value) => value * toGoal);
      return { cellId, seeds, values: scaled, n: values.length, mean: meanOf(scaled) };
    })
    .sort((a, b) => b.mean - a.mean);
  const fit = fitModel(ranked);
  const verdicts = fit && compareWithBest(ranked, fit);
  const cells = ranked.map(({ cellId, n, mean }, at): ComparedCell => {
    const verdict = verdicts?.[at];
    if (verdict === undefined) return { cellId, n, mean: mean / toGoal, standing: 'unknown' };
    const { estimate, low, high } = verdict.difference;
    const difference = { estimate: estimate * scale, low: low * scale, high: high * scale };
    return { cellId, n, mean: mean / toGoal, standing: verdict.standing, difference };
  });
  if (fit === undefined) return { cells };
  return {
    cells,
    model: {
      kind: fit.kind,
      residualStd: Math.sqrt(fit.residual.variance) * scale,
      degreesOfFreedom: fit.residual.degreesOfFreedom,
      ...(fit.equalVarianceP !== undefined && { equalVarianceP: fit.equalVarianceP }),
    },
    ...(fit.pairing && { pairing: fit.pairing }),
    power: powerOf(cells, fit, scale, unit),
  };
}

/** @param scale that the fit's values were divided by */
function powerOf(cells: readonly ComparedCell[], fit: Fit, scale: number, unit: string | undefined): Power {
  const point = unit === 'fraction' ? 0.01 : 0.01 * Math.abs(cells[0]!.mean);
  const { variance, perSeed } = fit.differences.single(0, 1);
  const needed = (difference: number) => seedsNeeded(difference / scale, variance, perSeed, AHEAD);
  return {
    seedsForDifference: needed(Math.abs(cells[0]!.mean - cells[1]!.mean)),
    seedsForPoint: needed(point),
    point,
  };
}

/** A power of two near the greatest value, by which all are divided, exactly, so that no square is too large or too small for a number. */
function scaleOf(samples: readonly Sample[]): number {
  const [low, high] = extent(samples.flatMap(({ values }) => values));
  const greatest = Math.max(Math.abs(low), Math.abs(high));
  return greatest > 0 && Number.isFinite(greatest) ? 2 ** Math.floor(Math.log2(greatest)) : 1;
}
