import type { Summary } from '../aggregate.ts';
import { shortenLabels } from '../parameter-label.ts';
import { extent } from '../statistics.ts';
import {
  countOf,
  formatDifference,
  formatInterval,
  formatWithUnit,
  metricFormat,
  metricTitle,
} from '../value-format.ts';
import type { MetricFormat } from '../value-format.ts';
import { AXIS_HEIGHT, axisBelow } from './axes.ts';
import { intervalRows, worthShowing, type IntervalRow } from './interval-rows.ts';
import { MARGIN, textWidth, type Drawing, type Layout } from './layout.ts';
import { notesBelow } from './notes.ts';
import { CURVE_COLORS, INK, MUTED, PAPER } from './palette.ts';
import { linearScale, type Scale } from './scale.ts';
import { cross, element, explained, label, line, polygon, svgDrawing } from './svg.ts';

/** More cells make a picture that nobody reads. */
export const MOST_ROWS = { right: 30, bottom: 14 } as const;
const BLUE = CURVE_COLORS[0];
const WORDS = { best: 'best', 'could-be-best': 'could be best', 'not-best': '', unknown: '' } as const;
const WORD_ROOM = 88;
const LONGEST_LABEL = { right: 30, bottom: 36 } as const;
const BLOCK_GAP = 22;

/**
 * Every seed of each cell as a dot and the 95 % interval of its mean, best cell on top; beside it (below it in a narrow layout) the
 * interval of its difference with the best of the others. What could be the best is shaded and says so. Cells of which a seed
 * diverged stand below, without an interval. Undefined where nothing is compared.
 */
export function intervalPlot(summary: Summary, layout: Layout): Drawing | undefined {
  if (summary.comparison.cells.length === 0) return undefined;
  const format = metricFormat(summary.metric.name, summary.metrics);
  const { rows, cellsLeftOut } = intervalRows(summary, format, MOST_ROWS[layout.legend]);
  const labels = shortenLabels(
    rows.map((row) => row.label),
    LONGEST_LABEL[layout.legend],
  );
  const context = { rows, labels, format, layout, summary };
  const panels = layout.legend === 'right' ? sideBySide(context) : stacked(context);
  const foot = notesBelow(notes(rows, cellsLeftOut), panels.bottom + 4, layout);
  return svgDrawing(layout.width, foot.bottom + MARGIN, [panels.svg, foot.svg]);
}

function notes(rows: readonly IntervalRow[], cellsLeftOut: number): string[] {
  const couldBe = rows.some(({ standing }) => standing === 'could-be-best');
  return [
    'Dots: single seeds.',
    ...(rows.some(({ interval }) => interval) ? ['Bars: 95 % interval of a cell’s mean.'] : []),
    ...(couldBe ? ['Shaded: could be best.'] : []),
    ...(cellsLeftOut > 0
      ? [`${countOf(cellsLeftOut, 'more cell')} ${cellsLeftOut === 1 ? 'is' : 'are'} not drawn.`]
      : []),
  ];
}

interface Context {
  readonly rows: readonly IntervalRow[];
  readonly labels: readonly string[];
  readonly format: MetricFormat;
  readonly layout: Layout;
  readonly summary: Summary;
}

/** How a panel's rows stand. */
interface Place {
  readonly top: number;
  readonly rowHeight: number;
  /** From a row's top to the middle of what is drawn in it. */
  readonly middle: number;
}

interface Panel extends Place {
  readonly scale: Scale;
}

function sideBySide(context: Context) {
  const { rows, labels, layout } = context;
  const hasDifferences = rows.some(({ difference }) => difference !== undefined);
  const { width, fontSize } = layout;
  const [, labelRoom] = extent([40, ...labels.map((text) => textWidth(text, fontSize))]);
  const left = MARGIN + labelRoom + 12;
  const right = width - MARGIN - WORD_ROOM;
  const differenceWidth = hasDifferences ? 0.4 * (right - left) : 0;
  const middle = hasDifferences ? right - differenceWidth - 40 : right - 10;
  const rowHeight = rows.length <= 12 ? 30 : 24;
  const top = MARGIN;
  const panel = { top, rowHeight, middle: rowHeight / 2 };
  const parts = [
    shades(context, panel),
    ...labels.map((text, at) => label(MARGIN, top + (at + 0.5) * rowHeight, text, { size: fontSize })),
    ...rows.map((row, at) => standingWord(row, right + 10, top + (at + 0.5) * rowHeight, fontSize)),
    values(context, { ...panel, scale: valueScale(context, [left, middle]) }),
    ...(hasDifferences
      ? [differences(context, { ...panel, scale: differenceScale(context, [right - differenceWidth, right]) })]
      : []),
  ];
  return { svg: parts.join(''), bottom: top + rows.length * rowHeight + AXIS_HEIGHT };
}

/** Panels one above the other, a row's label above what is drawn in it. */
function stacked(context: Context) {
  const { rows, layout } = context;
  const span = [MARGIN + 8, layout.width - MARGIN - 8] as const;
  const rowHeight = 42;
  const height = rows.length * rowHeight + AXIS_HEIGHT;
  const first = { top: MARGIN, rowHeight, middle: 28 };
  const parts = [
    shades(context, first),
    values(context, { ...first, scale: valueScale(context, span) }),
    rowTitles(context, first),
  ];
  let bottom = first.top + height;
  const compared = rows.filter(({ difference }) => difference !== undefined);
  if (compared.length > 0) {
    const below = { ...context, rows: compared, labels: context.labels.slice(0, compared.length) };
    const second = { ...first, top: bottom + BLOCK_GAP };
    parts.push(
      shades(below, second),
      differences(below, { ...second, scale: differenceScale(below, span) }),
      rowTitles(below, second),
    );
    bottom = second.top + compared.length * rowHeight + AXIS_HEIGHT;
  }
  return { svg: parts.join(''), bottom };
}

function rowTitles({ rows, labels, layout: { width, fontSize: size } }: Context, { top, rowHeight }: Place): string {
  const titles = rows.map((row, at) => {
    const y = top + at * rowHeight + 11;
    return label(MARGIN, y, labels[at]!, { size }) + standingWord(row, width - MARGIN, y, size, 'end');
  });
  return titles.join('');
}

function shades({ rows, layout: { width } }: Context, { top, rowHeight }: Place): string {
  return rows
    .map(({ standing }, at) => {
      if (standing !== 'best' && standing !== 'could-be-best') return '';
      const size = { x: MARGIN - 4, y: top + at * rowHeight, width: width - 2 * MARGIN + 8, height: rowHeight };
      return element('rect', { ...size, fill: BLUE, 'fill-opacity': 0.12 });
    })
    .join('');
}

function standingWord(
  { standing, reason }: IntervalRow,
  x: number,
  y: number,
  size: number,
  anchor: 'start' | 'end' = 'start',
): string {
  if (reason !== undefined)
    return label(x, y, reason.replace(/^(\d+) of (\d+) /, '$1/$2 '), { size, anchor, fill: MUTED });
  const word = standing === undefined ? '' : WORDS[standing];
  return word === '' ? '' : label(x, y, word, { size, anchor, bold: standing === 'best' });
}

function valueScale({ rows, summary, format }: Context, span: readonly [number, number]): Scale {
  const [low, high] = worthShowing(rows, summary.metric.goal === 'maximize');
  const bounded = format.unit === '%' ? ([Math.max(0, low), Math.min(100, high)] as const) : ([low, high] as const);
  return linearScale(padded(bounded), span, { tight: true, count: Math.max(3, Math.round((span[1] - span[0]) / 42)) });
}

/** With room for a dot at both ends. */
function padded([low, high]: readonly [number, number]): readonly [number, number] {
  const room = (high - low) * 0.04;
  return [low - room, high + room];
}

function values({ rows, format, layout }: Context, { scale, top, rowHeight, middle }: Panel): string {
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

function differenceScale({ rows }: Context, span: readonly [number, number]): Scale {
  const all = rows.flatMap(({ difference }) => difference ?? []);
  const [, largest] = extent(all.map(({ estimate }) => Math.abs(estimate)));
  const [low, high] = extent([0, ...all.flatMap((each) => [each.low, each.high])]);
  const room = 2 * (largest || 1);
  return linearScale(padded([Math.max(low, -room), Math.min(high, room)]), span, {
    tight: true,
    count: Math.max(3, Math.round((span[1] - span[0]) / 42)),
  });
}

/** Right of the line at zero a cell is better than all others. */
function differences({ rows, format, summary, layout }: Context, { scale, top, rowHeight, middle }: Panel): string {
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
    const place = Math.min(scale.to, Math.max(scale.from, scale.place(estimate)));
    const words = `${cell}: ${formatDifference(format, estimate / format.scale)} better than the best other, 95 % interval ${formatInterval(format, [low / format.scale, high / format.scale])}`;
    return explained(words, bar([low, high], scale, y), element('circle', { cx: place, cy: y, r: 3, fill: INK }));
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
