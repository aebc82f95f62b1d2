import type { MetricDeclaration } from '@gridsweep/sweep';
import { printable } from './safe-text.ts';

/** How a metric is shown to people. Data files keep the metric's own unit. */
export interface MetricFormat {
  readonly name: string;
  /** "test accuracy", "training loss"; the name of a metric that is not declared. */
  readonly label: string;
  /** What stands behind values: '%' where fractions are shown as per cent, '' for nats and where no unit is known. */
  readonly unit: string;
  /** Shown value = stored value × scale. */
  readonly scale: number;
  /** Behind the decimal point; absent: as many as four significant digits need. */
  readonly digits?: number;
}

export function metricFormat(name: string, metrics: readonly MetricDeclaration[]): MetricFormat {
  const declared = metrics.find((metric) => metric.name === name);
  const label = printable(declared?.label ?? name);
  const unit = printable(declared?.unit ?? '');
  switch (unit) {
    case 'fraction':
      return { name, label, unit: '%', scale: 100, digits: 1 };
    case 'nats':
      return { name, label, unit: '', scale: 1, digits: 3 };
    default:
      return { name, label, unit, scale: 1 };
  }
}

/** "test accuracy (%)", "training loss". */
export function metricTitle({ label, unit }: MetricFormat): string {
  return unit === '' ? label : `${label} (${unit})`;
}

/** Without the unit: "64.7", "1.234", "NaN", "∞"; very large values as "1.2e+5". */
export function formatValue({ scale, digits }: MetricFormat, value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const shown = value * scale;
  if (digits === undefined) return withMinus(significant(shown));
  return withMinus(Math.abs(shown) >= 1e4 ? shown.toExponential(1) : shown.toFixed(digits));
}

/** With the sign that is as wide as a plus; none where nothing but zeros is left of the number. */
function withMinus(text: string): string {
  return text.replace(/^-(?=0(?:\.0*)?$)/, '').replace(/^-/, '−');
}

/** Of any size: whole numbers in full, others with four significant digits. */
function significant(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return value.toExponential(3);
  return Number.isInteger(value) || size >= 1000 ? value.toFixed(0) : value.toPrecision(4);
}

/** With the unit: "64.7 %". */
export function formatWithUnit(format: MetricFormat, value: number): string {
  return withUnit(format.unit, formatValue(format, value));
}

/** A difference of two values in words: "4.7 points", "0.123". */
export function formatDifference(format: MetricFormat, value: number): string {
  return withUnit(format.unit === '%' ? 'points' : format.unit, formatValue(format, value));
}

/** An interval of differences: "0.2 to 0.8 points". */
export function formatInterval(format: MetricFormat, [low, high]: readonly [number, number]): string {
  return `${formatValue(format, low)} to ${formatDifference(format, high)}`;
}

function withUnit(unit: string, value: string): string {
  return unit === '' ? value : `${value} ${unit}`;
}

/** Milliseconds as people read them: "0.8 s", "42 s", "3 min 05 s", "2 h 07 min". */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  const roundedMinutes = Math.round(seconds / 60);
  return `${Math.floor(roundedMinutes / 60)} h ${pad(roundedMinutes % 60)} min`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** "1 trial", "2 trials", "10,000 trials". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** More names than this are counted rather than told. */
const MOST_TOLD = 12;

/** "a", "a and b", "a, b and c"; of many the first, and how many there are beside. */
export function joinWords(words: readonly string[]): string {
  const told =
    words.length <= MOST_TOLD ? words : [...words.slice(0, MOST_TOLD), countOf(words.length - MOST_TOLD, 'other')];
  return told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} and ${told.at(-1)!}`;
}
