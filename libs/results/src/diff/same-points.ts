import type { MetricPoint } from '@gridsweep/sweep';
import type { TrialRecord } from '../record.ts';

/** Whether two finished trials went the same way: their outcome and every point, value for value, bit for bit (NaN is NaN). */
export function samePoints(one: TrialRecord, other: TrialRecord): boolean {
  if (one.outcome !== other.outcome || one.points.length !== other.points.length) return false;
  if (one.points.every((point, at) => isSame(point, other.points[at]))) return true;
  // Metrics may come in another order.
  const known = new Map(other.points.map((point) => [keyOf(point), point]));
  return known.size === one.points.length && one.points.every((point) => isSame(point, known.get(keyOf(point))));
}

function keyOf({ name, step }: MetricPoint): string {
  return `${step} ${name}`;
}

function isSame(one: MetricPoint, other: MetricPoint | undefined): boolean {
  return (
    other !== undefined &&
    one.name === other.name &&
    one.step === other.step &&
    one.epoch === other.epoch &&
    Object.is(one.value, other.value)
  );
}
