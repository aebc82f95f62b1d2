import type { MetricName, MetricPoint, Outcome } from '@gridsweep/sweep';
import { groupBy } from './group-by.ts';
import { extent } from './statistics.ts';

/** One step of a metric over the seeds of a cell that have a finite value there. */
export interface CurvePoint {
  readonly step: number;
  readonly epoch: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** How many seeds the mean is over; fewer than the cell's where some stopped, diverged or are not so far yet. */
  readonly n: number;
}

export interface Curve {
  /** Ascending by step; steps at which no seed is finite are left out. */
  readonly points: readonly CurvePoint[];
  /**
   * Where each diverged seed was last finite, ascending by step; without a value where it never was. Unless all seeds
   * diverged, `points` are of the others: a mean that loses a seed on the way would jump.
   */
  readonly diverged: readonly CurveEnd[];
}

export interface CurveEnd {
  readonly step: number;
  readonly epoch: number;
  readonly value?: number;
}

/** What of a seed makes a curve. */
export interface CurveSource {
  readonly outcome?: Outcome;
  readonly points: readonly MetricPoint[];
}

/** Merges the seeds' observations of one metric, step by step; undefined where there are none. */
export function mergeCurves(seeds: readonly CurveSource[], name: MetricName): Curve | undefined {
  const series = seeds
    .map(({ outcome, points }) => ({ outcome, points: points.filter((point) => point.name === name) }))
    .filter(({ points }) => points.length > 0);
  if (series.length === 0) return undefined;
  const steady = series.filter(({ outcome }) => outcome !== 'diverged');
  const merged = (steady.length > 0 ? steady : series).flatMap(({ points }) => points.filter(isFinitePoint));
  const bySteps = groupBy(merged, ({ step }) => step);
  return {
    points: [...bySteps.values()].map(mergePoints).sort((a, b) => a.step - b.step),
    diverged: series
      .filter(({ outcome }) => outcome === 'diverged')
      .map(({ points }) => lastFinite(points))
      .sort((a, b) => a.step - b.step),
  };
}

function isFinitePoint({ value }: MetricPoint): boolean {
  return Number.isFinite(value);
}

function mergePoints(points: readonly MetricPoint[]): CurvePoint {
  const { step, epoch } = points[0]!;
  const values = points.map(({ value }) => value);
  const [min, max] = extent(values);
  return { step, epoch, mean: overflowSafeMean(values), min, max, n: values.length };
}

function lastFinite(points: readonly MetricPoint[]): CurveEnd {
  const firstBad = points.findIndex((point) => !isFinitePoint(point));
  const at = firstBad === -1 ? points.length - 1 : firstBad - 1;
  if (at < 0) return { step: points[0]!.step, epoch: points[0]!.epoch };
  const { step, epoch, value } = points[at]!;
  return { step, epoch, value };
}

/** A sum of finite values may overflow, a sum of n-ths does not. */
function overflowSafeMean(values: readonly number[]): number {
  return values.reduce((mean, value) => mean + value / values.length, 0);
}

/**
 * Centred moving mean over 2 × radius + 1 values. Near the ends the window shrinks on both sides alike, so that the first
 * and the last value stay as they are and a trend is neither delayed nor bent.
 */
export function smooth(values: readonly number[], radius: number): number[] {
  return values.map((_, at) => {
    const reach = Math.min(radius, at, values.length - 1 - at);
    const window = values.slice(at - reach, at + reach + 1);
    return overflowSafeMean(window);
  });
}
