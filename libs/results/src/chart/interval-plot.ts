import type { Summary } from '../aggregate.ts';
import { shortenLabels } from '../parameter-label.ts';
import { extent } from '../statistics.ts';
import { countOf, metricFormat } from '../value-format.ts';
import { AXIS_HEIGHT } from './axes.ts';
import {
  differencePanel,
  differenceScale,
  valuePanel,
  valueScale,
  type Context,
  type Place,
} from './interval-panels.ts';
import { intervalRows, nearRows, type IntervalRow } from './interval-rows.ts';
import { MARGIN, textWidth, type Drawing, type Layout } from './layout.ts';
import { notesBelow } from './notes.ts';
import { CURVE_COLORS, INK, MUTED } from './palette.ts';
import { element, label, svgDrawing } from './svg.ts';

/** More cells make a picture that nobody reads. */
export const MOST_ROWS = { right: 30, bottom: 14 } as const;
const BLUE = CURVE_COLORS[0];
const WORDS = { best: 'best', 'could-be-best': 'could be best', 'not-best': '', unknown: '' } as const;
const LEAST_WORD_ROOM = 88;
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
  const foot = notesBelow(notes(rows, cellsLeftOut, summary.metric.goal === 'maximize'), panels.bottom + 4, layout);
  return svgDrawing(layout.width, foot.bottom + MARGIN, [panels.svg, foot.svg]);
}

function notes(rows: readonly IntervalRow[], cellsLeftOut: number, maximize: boolean): string[] {
  const couldBe = rows.some(({ standing }) => standing === 'could-be-best');
  return [
    'Dots: single seeds.',
    ...(rows.some(({ interval }) => interval) ? ['Bars: 95 % interval of a cell’s mean.'] : []),
    ...(couldBe ? ['Shaded: could be best.'] : []),
    ...(nearRows(rows, maximize).length < rows.length ? ['Arrows: beyond the axis.'] : []),
    ...(cellsLeftOut > 0
      ? [`${countOf(cellsLeftOut, 'more cell')} ${cellsLeftOut === 1 ? 'is' : 'are'} not drawn.`]
      : []),
  ];
}

function sideBySide(context: Context) {
  const { rows, labels, layout } = context;
  const hasDifferences = rows.some(({ difference }) => difference !== undefined);
  const { width, fontSize } = layout;
  const [, labelRoom] = extent([40, ...labels.map((text) => textWidth(text, fontSize))]);
  const left = MARGIN + labelRoom + 12;
  const words = rows.map((row) => textWidth(wordOf(row), fontSize));
  const right = width - MARGIN - Math.max(LEAST_WORD_ROOM, ...words);
  const differenceWidth = hasDifferences ? 0.4 * (right - left) : 0;
  const middle = hasDifferences ? right - differenceWidth - 40 : right - 10;
  const rowHeight = rows.length <= 12 ? 30 : 24;
  const top = MARGIN;
  const panel = { top, rowHeight, middle: rowHeight / 2 };
  const parts = [
    shades(context, panel),
    ...labels.map((text, at) => label(MARGIN, top + (at + 0.5) * rowHeight, text, { size: fontSize })),
    ...rows.map((row, at) => standingWord(row, right + 10, top + (at + 0.5) * rowHeight, fontSize)),
    valuePanel(context, { ...panel, scale: valueScale(context, [left, middle]) }),
    ...(hasDifferences
      ? [differencePanel(context, { ...panel, scale: differenceScale(context, [right - differenceWidth, right]) })]
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
    valuePanel(context, { ...first, scale: valueScale(context, span) }),
    rowTitles(context, first),
  ];
  let bottom = first.top + height;
  const compared = rows.filter(({ difference }) => difference !== undefined);
  if (compared.length > 0) {
    const below = { ...context, rows: compared, labels: context.labels.slice(0, compared.length) };
    const second = { ...first, top: bottom + BLOCK_GAP };
    parts.push(
      shades(below, second),
      differencePanel(below, { ...second, scale: differenceScale(below, span) }),
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

function standingWord(row: IntervalRow, x: number, y: number, size: number, anchor: 'start' | 'end' = 'start'): string {
  const word = wordOf(row);
  const isBest = row.standing === 'best';
  return word === ''
    ? ''
    : label(x, y, word, { size, anchor, bold: isBest, fill: row.reason === undefined ? INK : MUTED });
}

/** "could be best", "3/10 diverged". */
function wordOf({ standing, reason }: IntervalRow): string {
  if (reason !== undefined) return reason.replace(/^(\d+) of (\d+) /, '$1/$2 ');
  return standing === undefined ? '' : WORDS[standing];
}
