import type { Curve } from '../curve.ts';
import { extent } from '../statistics.ts';

/** Extent of the vertical axis, in shown units. */
export interface ValueAxis {
  readonly type: 'value' | 'log';
  readonly min: number;
  readonly max: number;
  /** Distance of ticks, of a linear axis. */
  readonly interval?: number;
  /** What the reader must know: that the axis is logarithmic or that something is cut off. */
  readonly note?: string;
}

/** A curve's peak that is so many times that of the lower third of the curves leaves the picture rather than flatten the others. */
const OUTLIER = 3;
/** Where more than this share of the curves are outliers the axis is logarithmic: cutting them off would hide the result. */
const MOST_OUTLIERS = 1 / 3;

/** @param scale shown value = value × scale. @param bounds within which values lie by definition, in shown units. */
export function valueAxis(curves: readonly Curve[], scale: number, bounds: readonly [number, number]): ValueAxis {
  const extents = curves.flatMap(({ points }) => {
    if (points.length === 0) return [];
    const [low, high] = extent(points.flatMap(({ min, max }) => [min * scale, max * scale]));
    return [{ low, high }];
  });
  if (extents.length === 0) return { type: 'value', ...niceTicks(0, 1, bounds), note: 'No value is finite.' };
  const highs = extents.map(({ high }) => high).sort((a, b) => a - b);
  const outlier = OUTLIER * Math.abs(highs[Math.floor((highs.length - 1) / 3)]!);
  const kept = highs.filter((high) => high <= outlier);
  const ends = curves.flatMap(({ diverged }) =>
    diverged.flatMap(({ value }) => (value === undefined ? [] : value * scale)),
  );
  const [low] = extent([...extents.map((each) => each.low), ...ends]);
  const [, top] = extent([...highs, ...ends]);
  if (highs.length - kept.length > MOST_OUTLIERS * highs.length && low > 0) {
    return {
      type: 'log',
      min: powerOfTen(low, Math.floor),
      max: powerOfTen(top, Math.ceil),
      note: 'Logarithmic axis.',
    };
  }
  const [, limit] = extent([low, ...kept, ...ends.filter((end) => end <= outlier)]);
  const axis = niceTicks(low, limit, bounds);
  if (top <= axis.max) return { type: 'value', ...axis };
  return { type: 'value', ...axis, note: `Values above ${axis.max} are cut off; the largest is ${shorten(top)}.` };
}

/** About six round ticks that enclose the values. */
function niceTicks(low: number, high: number, [least, most]: readonly [number, number]) {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Ticks have twelve digits: closer values are one.
  if (high - low < Math.max(size * 1e-9, Number.MIN_VALUE / Number.EPSILON)) {
    const room = size > 1e-9 ? size / 2 : 1;
    [low, high] = [low - room, high + room];
  }
  const span = high - low;
  const magnitude = 10 ** Math.floor(Math.log10(span / 5));
  const interval = magnitude * ([1, 2, 5].find((step) => magnitude * step * 6 >= span) ?? 10);
  // A range that starts near zero starts at zero, so that heights compare.
  const start = low > 0 && low < span / 3 ? 0 : low;
  const round = (value: number) => Number(value.toPrecision(12));
  return {
    min: Math.max(least, round(Math.floor(start / interval) * interval)),
    max: Math.min(most, round(Math.ceil(high / interval) * interval)),
    interval: round(interval),
  };
}

function powerOfTen(value: number, toInteger: (exponent: number) => number): number {
  return 10 ** toInteger(Math.log10(value));
}

function shorten(value: number): string {
  return value >= 1e4 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}
