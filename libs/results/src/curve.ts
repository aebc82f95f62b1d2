import type { MetricPoint, Outcome } from '@gridsweep/sweep';
import { estimate, extent, groupBy } from './statistics.ts';

/** One step of a metric over the seeds of a cell that have a finite value there. */
export interface CurvePoint {
  readonly step: number;
  /** Absent where the workload counts none. */
  readonly epoch?: number | undefined;
  readonly mean: number;
  /** 95 % confidence interval of the mean over the seeds (Student's t); of three seeds or more. */
  readonly interval?: readonly [number, number];
  readonly min: number;
  readonly max: number;
  /** How many seeds the mean is over; fewer than the cell's where some stopped, diverged or are not so far yet. */
  readonly n: number;
}

/** An interval of the mean of two reaches 12.7 standard errors: it says nothing that their two values do not. */
const LEAST_FOR_INTERVAL = 3;

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
  readonly epoch?: number | undefined;
  readonly value?: number;
}

/** What of a seed makes a curve. */
export interface CurveSource {
  readonly outcome?: Outcome | undefined;
  readonly points: readonly MetricPoint[];
}

/** Merges the seeds' observations of one metric, step by step; undefined where there are none. */
export function mergeCurves(seeds: readonly CurveSource[], name: string): Curve | undefined {
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
  const interval = values.length < LEAST_FOR_INTERVAL ? undefined : estimate(values)?.interval;
  return {
    ...{ step, epoch, mean: overflowSafeMean(values), min, max, n: values.length },
    ...(interval?.every(Number.isFinite) && { interval }),
  };
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

/** Whether all points say how many epochs were completed. */
export function hasEpochs(curves: readonly Curve[]): boolean {
  return curves.every(({ points, diverged }) => [...points, ...diverged].every(({ epoch }) => epoch !== undefined));
}

/** Whether every point stands at the end of an epoch, so that epochs tell where it is. */
export function inWholeEpochs(curves: readonly Curve[]): boolean {
  return curves.every(({ points, diverged }) =>
    [...points, ...diverged].every(({ epoch }) => epoch !== undefined && Math.abs(epoch - Math.round(epoch)) < 1e-9),
  );
}

/**
 * The curve with at most `most` points: neighbours are merged into one at the last one's step, from the lowest to the highest
 * of them. A short curve stays as it is.
 */
export function thinned(curve: Curve, most: number): Curve {
  const size = Math.ceil(curve.points.length / most);
  if (size <= 1) return curve;
  const points = Array.from({ length: Math.ceil(curve.points.length / size) }, (_, at): CurvePoint => {
    const merged = curve.points.slice(at * size, (at + 1) * size);
    const { step, epoch } = merged.at(-1)!;
    const [[min], [, max], [, n]] = [
      extent(merged.map((point) => point.min)),
      extent(merged.map((point) => point.max)),
      extent(merged.map((point) => point.n)),
    ];
    const mean = overflowSafeMean(merged.map((point) => point.mean));
    const intervals = merged.flatMap(({ interval }) => (interval === undefined ? [] : [interval]));
    if (intervals.length < merged.length) return { step, epoch, mean, min, max, n };
    const meanOfEnds = (at: 0 | 1) => overflowSafeMean(intervals.map((interval) => interval[at]));
    return { step, epoch, mean, interval: [meanOfEnds(0), meanOfEnds(1)], min, max, n };
  });
  return { ...curve, points };
}

/**
 * Centred moving mean over 2 × radius + 1 values. Near the start, where curves are steep, the window shrinks on both sides alike,
 * so that a trend is not bent. At the end, where what is left is noise, it loses only what lies beyond: the last value is the
 * mean of radius + 1, so that the curve does not bend towards the last draw.
 */
export function smooth(values: readonly number[], radius: number): number[] {
  return values.map((_, at) => {
    const reach = Math.min(radius, at);
    return overflowSafeMean(values.slice(at - reach, at + reach + 1));
  });
}
