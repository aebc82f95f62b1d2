import { extent } from '../statistics.ts';
import type { MetricFormat } from '../value-format.ts';

/** A value further from the quartiles than so many times their distance leaves the picture rather than flatten the others. */
const OUTLIER = 8;

/** Smallest and largest of finite values in shown units, without what is so far off that the rest could not be told apart. */
export function valuesWorthShowing(values: readonly number[], { unit }: MetricFormat): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const room = OUTLIER * (at(0.75) - at(0.25)) || Infinity;
  const kept = unit === '%' ? sorted : sorted.filter((value) => value >= at(0.25) - room && value <= at(0.75) + room);
  return extent(kept);
}
