import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { cellLabel, formatParameter } from '../parameter-label.ts';
import { printable } from '../safe-text.ts';
import { groupBy } from '../statistics.ts';
import { countOf, formatWithUnit, joinWords, metricFormat } from '../value-format.ts';

/** More sentences than these nobody reads. */
const MOST_TRENDS = 6;

/**
 * How the metric moves along each numeric axis with at least three values, for each setting of the other axes:
 * "relu: best at lr 0.01 (63.0 %): from 54.9 % at 0.001 results improve up to it, then decline to 17.6 % at 0.1." Where seeds
 * diverged there is no value, and that is said instead.
 */
export function axisTrends(summary: Summary): string[] {
  const trends = summary.axes.flatMap((axis) => {
    const others = summary.axes.filter((other) => other !== axis);
    const groups = groupBy(summary.cells, (cell) => (others.length === 0 ? '' : cellLabel(cell.parameters, others)));
    return [...groups].flatMap(([label, cells]) => trend(axis, label, cells, summary));
  });
  if (trends.length <= MOST_TRENDS) return trends;
  const more = countOf(trends.length - MOST_TRENDS, 'more trend');
  return [...trends.slice(0, MOST_TRENDS), `… and ${more} along other axes and settings, which the tables show.`];
}

interface Place {
  readonly at: number;
  /** Absent where seeds diverged. */
  readonly value: number | undefined;
}

function trend(axis: string, label: string, cells: readonly CellSummary[], summary: Summary): string[] {
  const places = cells
    .flatMap(({ parameters, final, outcomes }): Place[] => {
      const at = parameters[axis];
      if (typeof at !== 'number' || final === undefined) return [];
      const value = outcomes.diverged > 0 || !Number.isFinite(final.mean) ? undefined : final.mean;
      return [{ at, value }];
    })
    .sort((a, b) => a.at - b.at);
  const points = places.flatMap(({ at, value }) => (value === undefined ? [] : [{ at, value }]));
  if (places.length < 3 || points.length < 2) return [];
  const start = `${label === '' ? '' : `${label}: `}${printable(axis)} `;
  const diverged = places.filter(({ value }) => value === undefined).map(({ at }) => formatParameter(at));
  const end = diverged.length === 0 ? '' : `; at ${joinWords(diverged)} seeds diverge`;
  return [`${start}${shape(points, summary)}${end}.`];
}

function shape(
  points: readonly { readonly at: number; readonly value: number }[],
  { metric, metrics }: Summary,
): string {
  const format = metricFormat(metric.name, metrics);
  const sign = metric.goal === 'maximize' ? 1 : -1;
  const best = points.reduce((a, b) => (sign * (b.value - a.value) > 0 ? b : a));
  const [first, last] = [points[0]!, points.at(-1)!];
  const show = (point: { at: number; value: number }) =>
    `${formatWithUnit(format, point.value)} at ${formatParameter(point.at)}`;
  const lead = `${formatParameter(best.at)} is best (${formatWithUnit(format, best.value)})`;
  const at = points.indexOf(best);
  const steps = points.slice(1).map(({ value }, before) => sign * (value - points[before]!.value));
  const isMonotone = steps.every((step, before) => (before < at ? step > 0 : step < 0));
  if (best === first) return `${lead}: ${isMonotone ? 'from there results decline to' : 'against'} ${show(last)}`;
  if (best === last)
    return `${lead}: from ${show(first)} results ${isMonotone ? 'improve up to it' : 'go up and down, and end with it'}`;
  if (isMonotone) return `${lead}: from ${show(first)} results improve up to it, then decline to ${show(last)}`;
  return `${lead}, against ${show(first)} and ${show(last)}`;
}
