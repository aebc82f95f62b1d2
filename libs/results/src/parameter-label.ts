import type { Parameters, ParameterValue } from '@gridsweep/sweep';

/** A value as people write it: 0.001, relu, true, 0.9,0.999. Fractions are rounded to four significant digits. */
export function formatParameter(value: ParameterValue | undefined): string {
  if (value === undefined) return '';
  if (value === null) return 'none';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'object') return value.map(formatNumber).join(',');
  return String(value);
}

function formatNumber(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

/** What tells a cell from the others: "adam", "lr 0.01 · relu". A word speaks for itself, other values carry their name. */
export function cellLabel(parameters: Parameters, axes: readonly string[]): string {
  if (axes.length === 0) return 'only cell';
  return axes.map((axis) => axisLabel(axis, parameters[axis])).join(' · ');
}

/** One part of a cell's label. */
export function axisLabel(axis: string, value: ParameterValue | undefined): string {
  const text = formatParameter(value);
  const speaksForItself = typeof value === 'string' && value !== 'none';
  return speaksForItself ? text : `${axis} ${text}`;
}
