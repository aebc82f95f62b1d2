import type { Estimate } from '../statistics.ts';
import { formatDuration, formatValue, type MetricFormat } from '../value-format.ts';
import { plain, type Cell } from './table.ts';

/** "64.7 [64.1, 65.3]", the mean with its 95 % interval and without the unit; no interval of one seed; "–" where there is none. */
export function formatEstimate(format: MetricFormat, value: Estimate | undefined): string {
  if (value === undefined) return '–';
  const mean = formatValue(format, value.mean);
  if (value.interval === undefined) return mean;
  // The ends have as many decimal places as the mean.
  const places = /^−?\d+\.(\d+)$/.exec(mean)?.[1]!.length;
  const like = places === undefined ? format : { ...format, digits: places };
  return `${mean} [${value.interval.map((end) => formatValue(like, end)).join(', ')}]`;
}

/** "+0.5", "−0.5", "0.0" */
export function signed(difference: string): string {
  return /^[−0]/.test(difference) && !/^0\.?0*[1-9]/.test(difference) ? difference : `+${difference}`;
}

/** For programs in seconds. */
export function durationCell(ms: number | undefined): Cell {
  return ms === undefined ? plain(null) : { value: Math.round(ms) / 1000, text: formatDuration(ms) };
}
