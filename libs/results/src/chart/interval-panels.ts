import type { Summary } from '../aggregate.ts';
import {
  formatDifference,
  formatInterval,
  formatWithUnit,
  metricFormat,
  metricTitle,
  type MetricFormat,
} from '../value-format.ts';
import { axisBelow } from './axes.ts';
import { differenceEnds, nearRows, valueEnds, type IntervalRow } from './interval-rows.ts';
import type { Layout } from './layout.ts';
import { CURVE_COLORS, INK, MUTED, PAPER } from './palette.ts';
import { linearScale, type Scale } from './scale.ts';
import { cross, element, explained, label, line, polygon } from './svg.ts';

const BLUE = CURVE_COLORS[0];

/** What both panels are drawn from. */
export interface Context {
  readonly rows: readonly IntervalRow[];
  readonly labels: readonly string[];
  readonly format: MetricFormat;
  readonly layout: Layout;
  readonly summary: Summary;
}

/** How a panel's rows stand. */
export interface Place {
  readonly top: number;
  readonly rowHeight: number;
  /** From a row's top to the middle of what is drawn in it. */
  readonly middle: number;
}

export interface Panel extends Place {
  readonly scale: Scale;
}

export function valueScale({ rows, summary, format }: Context, span: readonly [number, number]): Scale {
  const [low, high] = valueEnds(nearRows(rows, summary.metric.goal === 'maximize'));
  const ends = format.unit === '%' ? ([Math.max(0, low), Math.min(100, high)] as const) : ([low, high] as const);
  return tightScale(ends, span);
}

export function differenceScale({ rows, summary }: Context, span: readonly [number, number]): Scale {
  return tightScale(differenceEnds(nearRows(rows, summary.metric.goal === 'maximize')), span);
}

/** With room for a dot at both ends. */
function tightScale([low, high]: readonly [number, number], span: readonly [number, number]): Scale {
  const room = (high - low) * 0.04;
  const count = Math.max(3, Math.round((span[1] - span[0]) / 42));
  return linearScale([low - room, high + room], span, { tight: true, count });
}

/** A dot a seed, and above them the interval of their mean. */
export function valuePanel({ rows, format, layout }: Context, { scale, top, rowHeight, middle }: Panel): string {
  const bottom = top + rows.length * rowHeight;
  const drawn = rows.map((row, at) => {
    const y = top + at * rowHeight + middle;
    const isCompared = row.mean !== undefined;
    const inside = row.values.filter((value) => value >= scale.low && value <= scale.high);
    const dot = {
      r: 3,
      fill: isCompared ? BLUE : PAPER,
      stroke: isCompared ? PAPER : MUTED,
      'stroke-width': isCompared ? 0.5 : 1,
    };
    const dots = inside.map((value) =>
      element('circle', {
        cx: scale.place(value),
        cy: isCompared ? y + 5.5 : y,
        ...dot,
        'fill-opacity': isCompared ? 0.65 : 1,
      }),
    );
    const outside = row.values.length > 0 && inside.length === 0;
    return explained(
      explanation(row, format),
      element('rect', {
        x: scale.from,
        y: y - rowHeight / 3,
        width: scale.to - scale.from,
        height: rowHeight / 1.5,
        fill: PAPER,
        'fill-opacity': 0,
      }),
      ...dots,
      ...(outside ? [outsideMark(row, scale, y, format, layout.fontSize)] : [interval(row, scale, y - 4.5)]),
      ...(row.reason !== undefined && row.values.length === 0 ? [cross(scale.from + 6, y, 3.5, MUTED)] : []),
    );
  });
  return axisBelow(scale, top, bottom, metricTitle(format), layout) + drawn.join('');
}

function explanation(
  { label: name, mean, interval: range, values: all, reason }: IntervalRow,
  format: MetricFormat,
): string {
  if (mean === undefined) return `${name}: ${reason}`;
  const shown = (value: number) => formatWithUnit(format, value / format.scale);
  const between = range === undefined ? '' : `, 95 % interval ${shown(range[0])} to ${shown(range[1])}`;
  return `${name}: mean ${shown(mean)} over ${all.length} ${all.length === 1 ? 'seed' : 'seeds'}${between}`;
}

/** A bar with a tick at the mean; an end outside of the axis is an arrow. */
function interval({ mean, interval: range }: IntervalRow, scale: Scale, y: number): string {
  if (mean === undefined) return '';
  const at = scale.place(mean);
  const diamond = polygon(
    [
      [at - 4, y],
      [at, y - 4],
      [at + 4, y],
      [at, y + 4],
    ],
    { fill: INK },
  );
  return range === undefined ? diamond : bar(range, scale, y) + diamond;
}

function bar([low, high]: readonly [number, number], scale: Scale, y: number): string {
  const [from, to] = [Math.max(scale.from, scale.place(low)), Math.min(scale.to, scale.place(high))];
  const end = (x: number, isCut: boolean, side: number) =>
    isCut
      ? polygon(
          [
            [x + side * 2, y],
            [x - side * 4, y - 3.5],
            [x - side * 4, y + 3.5],
          ],
          { fill: INK },
        )
      : line(x, y - 3.5, x, y + 3.5, INK, 1.5);
  return line(from, y, to, y, INK, 1.5) + end(from, low < scale.low, -1) + end(to, high > scale.high, 1);
}

/** Of a cell that is far from the others: where it would be, in words. */
function outsideMark(
  { mean, values: all }: IntervalRow,
  scale: Scale,
  y: number,
  format: MetricFormat,
  size: number,
): string {
  const value = mean ?? all[0]!;
  const isLow = value < scale.low;
  const x = isLow ? scale.from : scale.to;
  const side = isLow ? 1 : -1;
  const tip = polygon(
    [
      [x, y],
      [x + side * 6, y - 4],
      [x + side * 6, y + 4],
    ],
    { fill: MUTED },
  );
  const text = formatWithUnit(format, value / format.scale);
  return tip + label(x + side * 10, y, text, { size, anchor: isLow ? 'start' : 'end', fill: MUTED });
}

/** Right of the line at zero a cell is better than all others. */
export function differencePanel(
  { rows, format, summary, layout }: Context,
  { scale, top, rowHeight, middle }: Panel,
): string {
  const bottom = top + rows.length * rowHeight;
  const { choiceMetric, metric } = summary.comparison;
  const of = choiceMetric === metric ? '' : ` in ${metricFormat(choiceMetric, summary.metrics).label}`;
  const unit = format.unit === '%' ? ' (points)' : format.unit === '' ? '' : ` (${format.unit})`;
  const name = `better than the best other${of}${unit}`;
  const zero = scale.place(0);
  const drawn = rows.map(({ difference, label: cell }, at) => {
    if (difference === undefined) return '';
    const y = top + at * rowHeight + middle;
    const { low, high, estimate } = difference;
    const isInside = estimate >= scale.low && estimate <= scale.high;
    const dot = isInside ? element('circle', { cx: scale.place(estimate), cy: y, r: 3, fill: INK }) : '';
    const words = `${cell}: ${formatDifference(format, estimate / format.scale)} better than the best other, 95 % interval ${formatInterval(format, [low / format.scale, high / format.scale])}`;
    return explained(words, bar([low, high], scale, y), dot);
  });
  const axis = element('line', {
    x1: zero,
    x2: zero,
    y1: top,
    y2: bottom,
    stroke: MUTED,
    'stroke-width': 1.25,
    'stroke-dasharray': '4 3',
  });
  return axisBelow(scale, top, bottom, name, layout) + axis + drawn.join('');
}
