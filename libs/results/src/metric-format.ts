/** How a metric is shown to people. Data files keep the metric's own unit. */
export interface MetricFormat {
  /** "test accuracy", "training loss" */
  readonly title: string;
  /** '%' where fractions are shown as per cent, '' for a loss in nats. */
  readonly unit: '%' | '';
  /** Shown value = stored value × scale. */
  readonly scale: number;
  readonly digits: number;
}

export function metricFormat(name: string): MetricFormat {
  const title = name.replace(/^train\//, 'training ').replaceAll('/', ' ');
  return name.endsWith('accuracy')
    ? { title, unit: '%', scale: 100, digits: 1 }
    : { title, unit: '', scale: 1, digits: 3 };
}

/** "test accuracy (%)", "training loss". */
export function metricTitle(name: string): string {
  const { title, unit } = metricFormat(name);
  return unit === '' ? title : `${title} (${unit})`;
}

/** Without the unit: "64.7", "1.234", "NaN", "∞"; very large values as "1.2e+5". */
export function formatValue(name: string, value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const { scale, digits } = metricFormat(name);
  const shown = value * scale;
  return Math.abs(shown) >= 1e4 ? shown.toExponential(1) : shown.toFixed(digits).replace('-', '−');
}

/** With the unit: "64.7 %". */
export function formatWithUnit(name: string, value: number): string {
  const { unit } = metricFormat(name);
  return unit === '' ? formatValue(name, value) : `${formatValue(name, value)} ${unit}`;
}

/** A difference of two values in words: "4.7 points", "0.123". */
export function formatDifference(name: string, value: number): string {
  return metricFormat(name).unit === '%' ? `${formatValue(name, value)} points` : formatValue(name, value);
}

/** An interval of differences: "0.2 to 0.8 points". */
export function formatInterval(name: string, [low, high]: readonly [number, number]): string {
  return `${formatValue(name, low)} to ${formatDifference(name, high)}`;
}
