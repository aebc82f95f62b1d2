import type { CustomSeriesOption } from 'echarts';
import { color } from 'echarts/core';
import type { Summary } from '../aggregate.ts';
import { isUneventful, readableStatus, succeeded, type CellSummary } from '../cell-summary.ts';
import { shortenLabels } from '../parameter-label.ts';
import { printable } from '../safe-text.ts';
import { extent } from '../statistics.ts';
import { formatEstimate } from '../table/comparison-table.ts';
import { twoWayGrid, type TwoWayGrid } from '../table/two-way-grid.ts';
import { metricFormat, type MetricFormat } from '../value-format.ts';
import {
  baseOption,
  FONT_FAMILY,
  heading,
  MARGIN,
  sweepTitle,
  textWidth,
  wrapText,
  type Drawing,
  type Layout,
} from './layout.ts';
import { FILL_INK, FILL_PAPER, INK, MUTED, NO_FILL, PAPER } from './palette.ts';

/** One hue from light to dark, the darker the better: readable in grey and by all kinds of colour vision. */
const SCALE = ['#e8f1f8', '#9cc5e2', '#4291c6', '#0a548f'];
/** From this share of the scale on, white text has the higher contrast. */
const DARK = 0.75;

/** Room around the plot, in pixels. */
const NAME_ABOVE = 32;
const AXIS_BELOW = 68;
const MOST_TILE_WIDTH = 170;

/** Tiles narrower than this, or of more rows, have no words in them. */
const LEAST_WORDS_WIDTH = 34;
const MOST_WORDS_ROWS = 16;
/** A map of more is no picture any more. */
const MOST_TILES = 4000;

/**
 * The metric's final mean at each crossing of a two-way grid. Colours span the converged cells only: one that diverged or made
 * no progress would stretch the scale until the others look alike, so it is grey and says what it did.
 * Undefined for a sweep that is not a two-way grid, or too large a one.
 */
export function heatMap(summary: Summary, layout: Layout): Drawing | undefined {
  const grid = twoWayGrid(summary);
  if (grid === undefined || summary.cells.length > MOST_TILES) return undefined;
  const format = metricFormat(summary.metric.name, summary.metrics);
  const [horizontal, vertical] = [grid.rows, grid.columns];
  const { fontSize } = layout;
  const rows = shortenLabels(vertical.labels, layout.legend === 'right' ? 28 : 14);
  const [, longest] = extent([30, ...rows.map((row) => textWidth(row, fontSize))]);
  const left = MARGIN + longest + 10;
  const tileWidth = Math.min(MOST_TILE_WIDTH, (layout.width - left - MARGIN) / horizontal.labels.length);
  const hasWords = tileWidth >= LEAST_WORDS_WIDTH && rows.length <= MOST_WORDS_ROWS;
  const tileHeight = hasWords
    ? Math.max(72, layout.plotHeight / 5)
    : clamp((1.5 * layout.plotHeight) / rows.length, 2, 36);
  const columns = labelsUnder(horizontal.labels, fontSize, tileWidth);
  const linesUnder = Math.max(0, ...columns.map((label) => label.split('\n').length - 1)) * fontSize * 1.25;
  const tiles = tilesOf(summary, grid, format, hasWords);
  // As long as "64.7 ± 0.4" at least.
  const [, longestValue] = extent([10, ...tiles.map(({ lines: [first] }) => first?.length ?? 0)]);
  const head = heading(
    `${sweepTitle(summary.sweep.name, format)} by ${printable(horizontal.name)} and ${printable(vertical.name)}`,
    [note(summary, format)],
    layout,
  );
  const top = head.height + NAME_ABOVE;
  const width = layout.legend === 'right' ? Math.max(left + tileWidth * columns.length + MARGIN, 560) : layout.width;
  const height = top + tileHeight * rows.length + AXIS_BELOW + linesUnder;
  const axis = {
    type: 'category',
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: MUTED, fontSize, ...(hasWords ? { interval: 0 } : { hideOverlap: true }) },
    nameTextStyle: { color: INK, fontSize },
    splitLine: { show: false },
  } as const;
  const option = {
    ...baseOption(layout),
    title: head.title,
    grid: { left, top, width: tileWidth * columns.length, height: tileHeight * rows.length },
    xAxis: {
      ...axis,
      data: columns,
      name: printable(horizontal.name),
      nameLocation: 'middle',
      nameGap: 34 + linesUnder,
    },
    yAxis: {
      ...{ ...axis, data: rows, inverse: true, name: printable(vertical.name), nameLocation: 'start', nameGap: 12 },
      nameTextStyle: { ...axis.nameTextStyle, align: 'left', padding: [0, 0, 0, MARGIN - left] },
    },
    series: [tileSeries(tiles, Math.min(fontSize + 3, tileWidth / (0.55 * longestValue)))],
  };
  return { width: Math.ceil(width), height: Math.ceil(height), option };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function note({ cells }: Summary, { unit }: MetricFormat): string {
  const grey = cells.some(({ outcomes }) => outcomes.completed > 0) ? 'diverged or has no value' : 'did not converge';
  return `Final value${unit && ` in ${unit}`}; darker is better; grey ${grey}.`;
}

/** Labels below tiles: broken at spaces where that makes them fit, else shortened. */
function labelsUnder(labels: readonly string[], fontSize: number, width: number): string[] {
  const broken = labels.map((label) => wrapText(label, fontSize, width));
  if (broken.every((lines) => lines.length <= 4 && lines.every((line) => textWidth(line, fontSize) <= width)))
    return broken.map((lines) => lines.join('\n'));
  return shortenLabels(labels, Math.max(10, Math.floor(width / (0.6 * fontSize))));
}

function tilesOf(summary: Summary, grid: TwoWayGrid, format: MetricFormat, hasWords: boolean): Tile[] {
  const shadeOf = shades(summary);
  const best = summary.ranking.cellIds[0];
  return grid.rows.labels.flatMap((_, x) =>
    grid.columns.labels.map((__, y): Tile => {
      const cell = grid.cellAt(x, y);
      return { x, y, shade: cell && shadeOf(cell), lines: hasWords ? tileLines(cell, format, best) : [] };
    }),
  );
}

interface Tile {
  readonly x: number;
  readonly y: number;
  /** Share of the colour scale, 0 for the worst converged cell; absent where the cell did not converge. */
  readonly shade?: number | undefined;
  readonly lines: readonly string[];
}

/** Places a cell on the colour scale. */
function shades(summary: Summary): (cell: CellSummary) => number | undefined {
  const [low, high] = extent(summary.cells.filter(hasConverged).map(({ final }) => final!.mean));
  return (cell) => {
    if (!hasConverged(cell)) return undefined;
    if (low === high) return 1;
    const share = (cell.final!.mean - low) / (high - low);
    return summary.metric.goal === 'maximize' ? share : 1 - share;
  };
}

function hasConverged(cell: CellSummary): boolean {
  return cell.final !== undefined && Number.isFinite(cell.final.mean) && succeeded(cell) === cell.counts.finished;
}

function tileLines(cell: CellSummary | undefined, format: MetricFormat, best: string | undefined): string[] {
  if (cell === undefined) return ['–'];
  const words = cell.cellId === best ? ['best'] : isUneventful(cell) ? [] : readableStatus(cell).split(', ');
  return cell.final === undefined ? words : [formatEstimate(format, cell.final), ...words];
}

function tileSeries(tiles: readonly Tile[], fontSize: number): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    data: tiles.map(({ x, y }) => [x, y]),
    renderItem: (parameters, api) => {
      const { x, y, shade, lines } = tiles[parameters.dataIndex]!;
      const [centerX, centerY] = api.coord([x, y]) as [number, number];
      const [width, height] = api.size!([1, 1]) as [number, number];
      const fill = shade === undefined ? NO_FILL : color.lerp(shade, SCALE);
      const ink = shade !== undefined && shade > DARK ? FILL_PAPER : FILL_INK;
      const lineHeight = fontSize * 1.35;
      return {
        type: 'group',
        children: [
          {
            type: 'rect',
            shape: {
              x: centerX - width / 2,
              y: centerY - height / 2,
              width,
              height,
              r: Math.min(6, width / 6, height / 6),
            },
            style: { fill, stroke: PAPER, lineWidth: Math.min(4, width / 10, height / 10) },
          },
          ...lines.map((text, at) => ({
            type: 'text' as const,
            style: {
              ...{
                text,
                fontFamily: FONT_FAMILY,
                fill: ink,
                align: 'center' as const,
                verticalAlign: 'middle' as const,
              },
              ...{ x: centerX, y: centerY + (at - (lines.length - 1) / 2) * lineHeight },
              ...{ fontSize: at === 0 ? fontSize : fontSize * 0.75, fontWeight: at === 0 ? 600 : 400 },
            },
          })),
        ],
      };
    },
  };
}
