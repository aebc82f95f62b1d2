import type { MetricName, MetricPoint } from '@gridsweep/sweep';

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
  /** Where the first value that is not finite was seen, in any seed. */
  readonly notFiniteFrom?: { readonly step: number; readonly epoch: number };
}

/** Merges the seeds' observations of one metric, step by step. */
export function mergeCurves(seeds: readonly (readonly MetricPoint[])[], name: MetricName): Curve {
  const bySteps = new Map<number, { epoch: number; values: number[] }>();
  let notFiniteFrom: MetricPoint | undefined;
  for (const point of seeds.flat()) {
    if (point.name !== name) continue;
    if (!Number.isFinite(point.value)) {
      if (notFiniteFrom === undefined || point.step < notFiniteFrom.step) notFiniteFrom = point;
      continue;
    }
    const at = bySteps.get(point.step);
    if (at === undefined) bySteps.set(point.step, { epoch: point.epoch, values: [point.value] });
    else at.values.push(point.value);
  }
  const points = [...bySteps]
    .sort(([a], [b]) => a - b)
    .map(([step, { epoch, values }]) => ({
      step,
      epoch,
      // A sum of finite values may overflow, a sum of n-ths may not.
      mean: values.reduce((mean, value) => mean + value / values.length, 0),
      min: Math.min(...values),
      max: Math.max(...values),
      n: values.length,
    }));
  return {
    points,
    ...(notFiniteFrom !== undefined && { notFiniteFrom: { step: notFiniteFrom.step, epoch: notFiniteFrom.epoch } }),
  };
}

/**
 * Centred moving mean over 2 × radius + 1 values. Near the ends the window shrinks on both sides alike, so that the first
 * and the last value stay as they are and a trend is neither delayed nor bent.
 */
export function smooth(values: readonly number[], radius: number): number[] {
  return values.map((_, at) => {
    const reach = Math.min(radius, at, values.length - 1 - at);
    const window = values.slice(at - reach, at + reach + 1);
    return window.reduce((mean, value) => mean + value / window.length, 0);
  });
}
