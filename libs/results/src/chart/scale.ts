/** Places values along an axis. */
export interface Scale {
  /** In pixels; of values outside of the axis outside of it. */
  place(value: number): number;
  /** Ends of the axis, in pixels. */
  readonly from: number;
  readonly to: number;
  /** Ends of the axis, as values. */
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * From the first to the second pixel, with about `count` round ticks.
 * @param tight the axis ends at the values themselves and not at the ticks around them.
 */
export function linearScale(
  [least, most]: readonly [number, number],
  [from, to]: readonly [number, number],
  { count = 5, tight = false }: { readonly count?: number; readonly tight?: boolean } = {},
): Scale {
  // Values that only rounding tells apart are one.
  const apart = most - least > 1e-9 * Math.max(Math.abs(least), Math.abs(most));
  const room = apart ? 0 : Math.abs(least) * 0.1 || 1;
  const interval = roundInterval((most - least + 2 * room) / count);
  const [first, last] = [Math.floor((least - room) / interval), Math.ceil((most + room) / interval)];
  const exact = (value: number) => Number(value.toPrecision(12));
  const [low, high] = tight ? [least - room, most + room] : [exact(first * interval), exact(last * interval)];
  const ticks: Tick[] = [];
  const decimals = Math.max(0, -Math.floor(Math.log10(interval) + 1e-9));
  for (let at = first; at <= last; at += 1) {
    const value = exact(at * interval);
    if (value >= low && value <= high) ticks.push({ value, label: numberLabel(value, decimals) });
  }
  return { from, to, low, high, ticks, place: (value) => from + ((value - low) / (high - low)) * (to - from) };
}

/** The next of 1, 2, 5, 10, … times a power of ten. */
function roundInterval(wanted: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(wanted));
  return magnitude * [1, 2, 5, 10].find((step) => magnitude * step >= wanted * (1 - 1e-9))!;
}

function numberLabel(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (decimals > 4 || size >= 1e6) return value === 0 ? '0' : powerLabel(value);
  return value
    .toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .replace('-', '−');
}

function powerLabel(value: number): string {
  return Number(value.toPrecision(6)).toExponential().replace('e+', 'e').replaceAll('-', '−');
}

/** Logarithmic, of positive values; ticks at powers of ten, over a short range also between them. */
export function logScale(
  [least, most]: readonly [number, number],
  [from, to]: readonly [number, number],
  count = 5,
): Scale {
  const room = Math.max(0.03 * Math.log10(most / least), least < most ? 0 : 0.15);
  const [low, high] = [least * 10 ** -room, most * 10 ** room];
  // Powers of ten within.
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const powers = last - first + 1;
  const factors = powers <= 1 ? [1, 2, 3, 5, 7] : powers <= 2 ? [1, 2, 5] : powers <= count / 2 ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(powers / (count + 1)));
  const ticks: Tick[] = [];
  for (let power = first - 1; power <= last; power += power < first ? 1 : every) {
    for (const factor of factors) {
      const value = Number((factor * 10 ** power).toPrecision(12));
      if (value >= low && value <= high) ticks.push({ value, label: valueLabel(value) });
    }
  }
  const span = Math.log(high / low);
  return { from, to, low, high, ticks, place: (value) => from + (Math.log(value / low) / span) * (to - from) };
}

/** A single value on an axis: "0.001", "1e−5", "20". */
export function valueLabel(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return powerLabel(value);
  return String(Number(value.toPrecision(6))).replace('-', '−');
}
