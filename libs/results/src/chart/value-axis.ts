import { extent } from '../statistics.ts';
import type { Scale } from './scale.ts';

/** Extent of the vertical axis, in shown units. */
export interface ValueAxis {
  readonly type: 'linear' | 'log';
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  /** What the reader must know: that the axis is logarithmic or that something is cut off. */
  readonly note?: string;
}

/** The lowest and the highest that is drawn of a curve and its band. */
export interface DrawnExtent {
  readonly low: number;
  readonly high: number;
  /** The lowest of the curve itself. */
  readonly floor: number;
}

type Bounds = readonly [low: number, high: number];

/** A curve's peak that is so many times that of the lower third of the curves leaves the picture rather than flatten the others. */
const OUTLIER = 3;
/** Where more than this share of the curves are outliers the axis is logarithmic: cutting them off would hide the result. */
const MOST_OUTLIERS = 1 / 3;
/** So is one whose values differ by this factor: on a linear one the lower half of their story is a line at the bottom. */
const MAGNITUDES = 100;
/** Smaller values lie too near to where numbers end for a logarithm's axis. */
const LEAST_POSITIVE = 1e-290;
/** About so many ticks. */
const TICKS = 6;

/**
 * @param curves extents of the curves, in shown units; all finite. @param ends where diverged seeds were last finite.
 * @param bounds within which values lie by definition. @param wanted what is asked for; a log axis is had by curves above zero only.
 */
export function valueAxis(
  curves: readonly DrawnExtent[],
  ends: readonly number[],
  bounds: Bounds,
  wanted?: ValueAxis['type'],
): ValueAxis {
  if (curves.length === 0) return { type: 'linear', ...niceTicks(0, 1, bounds), note: 'No value is finite.' };
  const highs = curves.map(({ high }) => high).sort((a, b) => a - b);
  const outlier = OUTLIER * Math.abs(highs[Math.floor((highs.length - 1) / 3)]!);
  const kept = highs.filter((high) => high <= outlier);
  const [low] = extent([...curves.map((curve) => curve.low), ...ends]);
  const [floor] = extent([...curves.map((curve) => curve.floor), ...ends]);
  const [, top] = extent([...highs, ...ends]);
  const [, limit] = extent([low, ...kept, ...ends.filter((end) => end <= outlier)]);
  const isBounded = Number.isFinite(bounds[1]);
  const helps = highs.length - kept.length > MOST_OUTLIERS * highs.length || (!isBounded && limit > MAGNITUDES * floor);
  if (floor > LEAST_POSITIVE && (wanted === 'log' || (wanted === undefined && helps))) {
    // The lower end of a band may lie where there is no logarithm.
    return { type: 'log', ...logTicks(low > LEAST_POSITIVE ? low : floor, top), note: 'Logarithmic axis.' };
  }
  const axis = niceTicks(low, limit, bounds);
  if (top <= axis.max) return { type: 'linear', ...axis };
  const [highest] = tickLabels([axis.max]);
  return { type: 'linear', ...axis, note: `Values above ${highest} are cut off; the largest is ${shorten(top)}.` };
}

/** Round ticks that enclose the values. */
function niceTicks(low: number, high: number, [least, most]: Bounds) {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Ticks have twelve digits: closer values are one.
  if (high - low < Math.max(size * 1e-9, Number.MIN_VALUE / Number.EPSILON)) {
    const room = size > 1e-9 ? size / 2 : 1;
    [low, high] = [low - room, high + room];
  }
  const span = high - low;
  const interval = roundInterval(span, TICKS);
  // A range that starts near zero starts at zero, so that heights compare.
  const start = low > 0 && low < span / 3 ? 0 : low;
  const min = Math.max(least, round(Math.floor(start / interval) * interval));
  const max = Math.min(most, round(Math.ceil(high / interval) * interval));
  return { min, max, ticks: ticksBetween(min, max, TICKS, interval) };
}

/** The smallest of 1, 2, 5, 10, … times a power of ten that divides a span into at most so many parts. */
function roundInterval(span: number, parts: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(span / parts));
  return magnitude * ([1, 2, 5].find((step) => magnitude * step * parts >= span * (1 - 1e-9)) ?? 10);
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}

/** Round values from `low` to `high`, in at most so many parts unless an interval is given. */
export function ticksBetween(
  low: number,
  high: number,
  parts: number,
  interval = roundInterval(high - low, parts),
): number[] {
  const first = Math.ceil(low / interval - 1e-9);
  const last = Math.floor(high / interval + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => round((first + at) * interval));
}

/** Powers of ten; over a short range values between them, too. The axis ends a little beyond the values. */
function logTicks(low: number, high: number) {
  const room = Math.max(0.02 * Math.log10(high / low), low < high ? 0 : 0.1);
  const [min, max] = [low / 10 ** room, high * 10 ** room];
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const every = Math.ceil((last - first) / (2 * TICKS));
  const decades = Math.log10(max / min);
  const within = decades <= 1 ? [1, 1.5, 2, 3, 5, 7] : decades <= 2 ? [1, 2, 5] : decades <= 4 ? [1, 3] : [1];
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every) {
    for (const factor of within) ticks.push(round(factor * 10 ** power));
  }
  return { min, max, ticks: ticks.filter((tick) => tick >= min && tick <= max) };
}

/** Places values from the lower pixel to the upper one. */
export function valueScale({ type, min, max, ticks }: ValueAxis, [from, to]: readonly [number, number]): Scale {
  const of = type === 'log' ? Math.log : (value: number) => value;
  const place = (value: number) => from + ((of(value) - of(min)) / (of(max) - of(min))) * (to - from);
  // Over a long range as many decimals for all would be a wall of zeros.
  const labels = type === 'log' && max > 100 * min ? ticks.map((tick) => tickLabels([tick])[0]!) : tickLabels(ticks);
  return { from, to, low: min, high: max, place, ticks: ticks.map((value, at) => ({ value, label: labels[at]! })) };
}

/** "2.2", "2.0", "1.8": all with as many decimals as the one that needs most; very large and small ones as "2.5e7". */
export function tickLabels(values: readonly number[]): string[] {
  const [, size] = extent(values.map(Math.abs));
  const decimals = Math.max(0, ...values.map((value) => (String(value).split('.')[1] ?? '').length));
  const isShort = size < 1e6 && (size >= 1e-3 || size === 0) && decimals <= 5;
  return values.map((value) => {
    const text = isShort
      ? value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
      : value === 0
        ? '0'
        : Number(value.toPrecision(6)).toExponential().replace('e+', 'e');
    return text.replaceAll('-', '−');
  });
}

function shorten(value: number): string {
  return value >= 1e4 ? value.toExponential(1).replace('e+', 'e') : String(Number(value.toPrecision(3)));
}
