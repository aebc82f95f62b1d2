import { cut } from '../safe-text.ts';
import { extent } from '../statistics.ts';
import { isDiverged, type CurvePlan, type PlannedCurve } from './curve-plan.ts';
import { place, type Plot } from './curve-lines.ts';
import { MARGIN, textWidth, wrapText, type Layout } from './layout.ts';
import { marker } from './marker.ts';
import { BEHIND, type CurveStyle } from './palette.ts';
import { cross, element, label, polyline } from './svg.ts';

const SAMPLE_WIDTH = 26;
const SAMPLE_GAP = 7;
const ITEM_GAP = 4;
const COLUMN_GAP = 14;
/** From the plot to the names of the curves beside it: room for lines that lead there. */
const LEADER = 20;
/** Longer names are broken into lines. */
const MOST_BESIDE = 190;
const MOST_LINES = 2;
const LINE_HEIGHT = 1.25;
/** A name that stands farther than this from its curve's end, in pixels, no longer tells which it is: then they are a list. */
const FARTHEST = 64;

interface Item {
  /** Absent for the one that stands for the curves in grey. */
  readonly curve?: PlannedCurve;
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** The names of the curves with their colour, dash and marker: beside the plot where its width allows, else below it. */
export interface CurveLegend {
  /** Room that it takes of the drawing's width and height. */
  readonly beside: number;
  readonly below: number;
  /** The least height of a plot beside it. */
  readonly height: number;
  /** @param top of a legend below. */
  draw(plot: Plot, top: number): string;
}

export function curveLegend({ named, behind, cells }: CurvePlan, layout: Layout): CurveLegend {
  const isBeside = layout.legend === 'right';
  const room = isBeside ? MOST_BESIDE : layout.width - 2 * MARGIN - SAMPLE_WIDTH - SAMPLE_GAP;
  const itemOf = (name: string, curve?: PlannedCurve): Item => {
    const lines = wrapText(name, layout.fontSize, room);
    const shown = [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join(' ')].filter(
      (line) => line !== '',
    );
    const cutLines = shown.map((line) => fitted(line, layout.fontSize, room));
    return {
      ...(curve !== undefined && { curve }),
      lines: cutLines,
      width: Math.max(...cutLines.map((line) => textWidth(line, layout.fontSize))),
      height: cutLines.length * layout.fontSize * LINE_HEIGHT + ITEM_GAP,
    };
  };
  const others = (cells - named.length).toLocaleString('en-US');
  const items = [
    ...named.map((curve) => itemOf(curve.label, curve)),
    ...(behind.length === 0 ? [] : [itemOf(`${others} ${others === '1' ? 'other' : 'others'}`)]),
  ];
  return isBeside ? legendBeside(items, layout) : legendBelow(items, layout);
}

/** Cut to a width in pixels. */
function fitted(text: string, fontSize: number, room: number): string {
  let shown = text;
  while (shown.length > 1 && textWidth(shown, fontSize) > room) shown = cut(text, shown.length - 1);
  return shown;
}

/** Each name at the end of its curve, as near as the others let it. */
function legendBeside(items: readonly Item[], layout: Layout): CurveLegend {
  const width = Math.max(...items.map((item) => item.width));
  return {
    beside: LEADER + SAMPLE_WIDTH + SAMPLE_GAP + width + MARGIN,
    below: 0,
    height: items.reduce((sum, { height }) => sum + height, 0),
    draw(plot) {
      const [top, bottom] = [plot.up.to, plot.up.from];
      const left = plot.across.to + LEADER;
      const ends = items.map(({ curve }) => (curve === undefined ? bottom : endOf(curve, plot)));
      // Names of curves that end alike keep their order.
      const order = items.map((_, at) => at).sort((a, b) => ends[a]! - ends[b]! || a - b);
      const heights = order.map((at) => items[at]!.height);
      const wanted = order.map((at) => ends[at]!);
      const middles = spread(wanted, heights, [top, bottom]);
      const [, farthest] = extent(middles.map((middle, rank) => Math.abs(middle - wanted[rank]!)));
      if (farthest > FARTHEST) return listed(items, left, top, layout);
      return order
        .map((at, rank) => {
          const item = items[at]!;
          return drawItem(
            item,
            left,
            middles[rank]!,
            layout,
            item.curve && leader(item.curve, left, middles[rank]!, plot),
          );
        })
        .join('');
    },
  };
}

/** One below the other in the order given. */
function listed(items: readonly Item[], left: number, top: number, layout: Layout): string {
  let y = top;
  return items
    .map((item) => {
      y += item.height;
      return drawItem(item, left, y - item.height / 2, layout);
    })
    .join('');
}

/** Where a curve ends, within the plot. */
function endOf({ cell, points, ends }: PlannedCurve, plot: Plot): number {
  const last = isDiverged(cell) ? (ends.at(-1) ?? points.at(-1)) : points.at(-1);
  if (last === undefined) return plot.up.from;
  const [, y] = place(last.x, last.y, plot);
  return Math.min(plot.up.from, Math.max(plot.up.to, y));
}

/** A thin line from a curve's end to its name; none for one that ends before the others. */
function leader(curve: PlannedCurve, left: number, y: number, plot: Plot): string {
  const last = curve.points.at(-1);
  if (isDiverged(curve.cell) || last === undefined) return '';
  const [x] = place(last.x, last.y, plot);
  if (x < plot.across.to - 0.06 * (plot.across.to - plot.across.from)) return '';
  const end = endOf(curve, plot);
  return polyline(
    [
      [Math.min(x, plot.across.to) + 4, end],
      [left - 11, y],
      [left - 3, y],
    ],
    { stroke: curve.style.color, 'stroke-width': 0.75, 'stroke-opacity': 0.7 },
  );
}

/**
 * Middles of boxes that do not overlap, in the order given, together as near as can be to where they are wanted (least squares:
 * boxes that touch move as one, by the pool-adjacent-violators algorithm) and within limits if they fit.
 */
export function spread(
  wanted: readonly number[],
  heights: readonly number[],
  [top, bottom]: readonly [number, number],
): number[] {
  let above = 0;
  const offsets = heights.map((height) => {
    const middle = above + height / 2;
    above += height;
    return middle;
  });
  const blocks: { sum: number; count: number }[] = [];
  const meanOf = ({ sum, count }: { sum: number; count: number }) => sum / count;
  for (const [at, each] of wanted.entries()) {
    blocks.push({ sum: each - offsets[at]!, count: 1 });
    while (blocks.length > 1 && meanOf(blocks.at(-2)!) > meanOf(blocks.at(-1)!)) {
      const last = blocks.pop()!;
      blocks.at(-1)!.sum += last.sum;
      blocks.at(-1)!.count += last.count;
    }
  }
  const starts = blocks.flatMap((block) => new Array<number>(block.count).fill(meanOf(block)));
  return starts.map((start, at) => Math.max(top, Math.min(bottom - above, start)) + offsets[at]!);
}

/** In columns as wide as the longest name, in reading order. */
function legendBelow(items: readonly Item[], layout: Layout): CurveLegend {
  const width = Math.max(...items.map((item) => item.width)) + SAMPLE_WIDTH + SAMPLE_GAP + COLUMN_GAP;
  const columns = Math.max(1, Math.floor((layout.width - 2 * MARGIN + COLUMN_GAP) / width));
  const rows = Array.from({ length: Math.ceil(items.length / columns) }, (_, row) =>
    items.slice(row * columns, (row + 1) * columns),
  );
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)));
  return {
    beside: MARGIN,
    below: heights.reduce((sum, height) => sum + height, 0) + 6,
    height: 0,
    draw(_, top) {
      let y = top;
      return rows
        .map((row, at) => {
          y += heights[at]!;
          return row
            .map((item, column) => drawItem(item, MARGIN + column * width, y - heights[at]! / 2, layout))
            .join('');
        })
        .join('');
    },
  };
}

function drawItem({ curve, lines }: Item, x: number, y: number, { fontSize }: Layout, more = ''): string {
  const sample =
    curve === undefined
      ? polyline(
          [
            [x, y],
            [x + SAMPLE_WIDTH, y],
          ],
          { stroke: BEHIND, 'stroke-width': 1 },
        )
      : sampleOf(curve.style, x, y, isDiverged(curve.cell));
  const first = y - ((lines.length - 1) / 2) * fontSize * LINE_HEIGHT;
  const text = lines.map((line, at) =>
    label(x + SAMPLE_WIDTH + SAMPLE_GAP, first + at * fontSize * LINE_HEIGHT, line, { size: fontSize }),
  );
  const attributes = curve === undefined ? {} : { 'data-part': 'label', 'data-cell': curve.cell.cellId };
  return element('g', attributes, more, sample, ...text);
}

function sampleOf(style: CurveStyle, x: number, y: number, isCrossed: boolean): string {
  const { color, width, dash } = style;
  const middle = x + SAMPLE_WIDTH / 2;
  const line = polyline(
    [
      [x, y],
      [x + SAMPLE_WIDTH, y],
    ],
    {
      ...{ stroke: color, 'stroke-width': width },
      ...(dash !== 'solid' && { 'stroke-dasharray': dash.join(' ') }),
    },
  );
  return line + (isCrossed ? cross(middle, y, 4, color) : marker(middle, y, style));
}
