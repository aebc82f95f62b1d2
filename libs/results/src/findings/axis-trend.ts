import type { Summary } from './aggregate.ts';
import type { CellSummary } from './cell-summary.ts';
import { cellLabel, formatParameter } from './parameter-label.ts';
import { printable } from './safe-text.ts';
import { groupBy } from './statistics.ts';
import { countOf, formatWithUnit, metricFormat } from './value-format.ts';

/** More sentences than these nobody reads. */
const MOST_TRENDS = 12;

/**
 * How the metric moves along each numeric axis with at least three values, for each setting of the other axes:
 * "relu: test accuracy rises from 54.9 % at lr 0.001 to 63.0 % at 0.01, then falls to 17.6 % at 0.1."
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

function trend(axis: string, label: string, cells: readonly CellSummary[], { metric, metrics }: Summary): string[] {
  const format = metricFormat(metric.name, metrics);
  const points = cells
    .flatMap(({ parameters, final }) => {
      const at = parameters[axis];
      return typeof at === 'number' && final && Number.isFinite(final.mean) ? [{ at, value: final.mean }] : [];
    })
    .sort((a, b) => a.at - b.at);
  if (points.length < 3) return [];
  const sign = metric.goal === 'maximize' ? 1 : -1;
  const best = points.reduce((a, b) => (sign * (b.value - a.value) > 0 ? b : a));
  const [first, last] = [points[0]!, points.at(-1)!];
  const show = ({ value }: { value: number }) => formatWithUnit(format, value);
  const start = `${label === '' ? '' : `${label}: `}${printable(axis)} `;
  const place = (point: { at: number }) => formatParameter(point.at);
  if (best === first || best === last) {
    const other = best === first ? last : first;
    const beyond = best === first ? 'smaller' : 'larger';
    return [
      `${start}${place(best)} is best (${show(best)}; ${show(other)} at ${place(other)}) and lies at the edge of the grid: a ${beyond} one may be better still.`,
    ];
  }
  const ends = `${show(first)} at ${place(first)}`;
  const at = points.indexOf(best);
  const steps = points.slice(1).map(({ value }, before) => sign * (value - points[before]!.value));
  if (steps.every((step, before) => (before < at ? step > 0 : step < 0))) {
    return [
      `${start}${place(best)} is best (${show(best)}): from ${ends} results improve up to it, then decline to ${show(last)} at ${place(last)}.`,
    ];
  }
  return [`${start}${place(best)} is best (${show(best)}), against ${ends} and ${show(last)} at ${place(last)}.`];
}
