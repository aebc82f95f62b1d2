import type { CustomSeriesOption } from 'echarts';
import { color } from 'echarts/core';
import type { Summary } from '../aggregate.ts';
import { readableStatus, type CellSummary } from '../cell-summary.ts';
import { metricFormat } from '../metric-format.ts';
import { formatParameter } from '../parameter-label.ts';
import { extent } from '../statistics.ts';
import { formatEstimate } from '../table/comparison-table.ts';
import { twoWayGrid } from '../table/pivot-table.ts';
import { baseOption, FONT_FAMILY, heading, MARGIN, textWidth, type Drawing, type Layout } from './layout.ts';
import { FILL_INK, FILL_PAPER, INK, MUTED, NO_FILL, PAPER } from './palette.ts';
import { sweepTitle } from './title.ts';

/** One hue from light to dark, the darker the better: readable in grey and by all kinds of colour vision. */
const SCALE = ['#e8f1f8', '#9cc5e2', '#4291c6', '#0a548f'];
/** From this share of the scale on, white text has the higher contrast. */
const DARK = 0.75;

/** Room around the plot, in pixels. */
const NAME_ABOVE = 32;
const AXIS_BELOW = 68;
const MOST_TILE_WIDTH = 170;

/**
 * The metric's final mean at each crossing of a two-way grid. Colours span the converged cells only: one that diverged or made
 * no progress would stretch the scale until the others look alike, so it is grey and says what it did.
 * Undefined for a sweep that is not a two-way grid.
 */
export function heatMap(summary: Summary, layout: Layout): Drawing | undefined {
  const grid = twoWayGrid(summary);
  if (grid === undefined) return undefined;
  const metric = summary.metric.name;
  const shadeOf = shades(summary);
  const columns = grid.rowValues.map(formatParameter);
  const rows = grid.columnValues.map(formatParameter);
  const tiles = columns.flatMap((_, x) =>
    rows.map((__, y): Tile => {
      const cell = grid.cellAt(x, y);
      return { x, y, shade: cell && shadeOf(cell), lines: tileLines(cell, metric, summary.ranking.cellIds[0]) };
    }),
  );
  const { unit } = metricFormat(metric);
  const head = heading(
    `${sweepTitle(summary.sweep.name, metric)} by ${grid.rowAxis} and ${grid.columnAxis}`,
    [`Final value${unit && ` in ${unit}`}; darker is better; grey did not converge.`],
    layout,
  );
  const left = MARGIN + Math.max(...rows.map((row) => textWidth(row, layout.fontSize)), 30) + 10;
  const tileWidth = Math.min(MOST_TILE_WIDTH, (layout.width - left - MARGIN) / columns.length);
  const tileHeight = Math.max(72, layout.plotHeight / 5);
  const top = head.height + NAME_ABOVE;
  const width = layout.legend === 'right' ? Math.max(left + tileWidth * columns.length + MARGIN, 560) : layout.width;
  const height = top + tileHeight * rows.length + AXIS_BELOW;
  const axis = {
    type: 'category',
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: MUTED, fontSize: layout.fontSize, interval: 0 },
    nameTextStyle: { color: INK, fontSize: layout.fontSize },
    splitLine: { show: false },
  } as const;
  const option = {
    ...baseOption(layout),
    title: head.title,
    grid: { left, top, width: tileWidth * columns.length, height: tileHeight * rows.length },
    xAxis: { ...axis, data: columns, name: grid.rowAxis, nameLocation: 'middle', nameGap: 34 },
    yAxis: {
      ...{ ...axis, data: rows, inverse: true, name: grid.columnAxis, nameLocation: 'start', nameGap: 12 },
      nameTextStyle: { ...axis.nameTextStyle, align: 'left', padding: [0, 0, 0, MARGIN - left] },
    },
    series: [tileSeries(tiles, Math.min(layout.fontSize + 3, tileWidth / 5.5))],
  };
  return { width: Math.ceil(width), height: Math.ceil(height), option };
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

function hasConverged({ final, outcomes, counts }: CellSummary): boolean {
  return final !== undefined && Number.isFinite(final.mean) && outcomes.converged === counts.finished;
}

function tileLines(cell: CellSummary | undefined, metric: string, best: string | undefined): string[] {
  if (cell === undefined) return ['–'];
  const status = readableStatus(cell);
  const words = cell.cellId === best ? ['best'] : status === 'converged' ? [] : status.split(', ');
  return cell.final === undefined ? words : [formatEstimate(metric, cell.final), ...words];
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
            shape: { x: centerX - width / 2, y: centerY - height / 2, width, height, r: 6 },
            style: { fill, stroke: PAPER, lineWidth: 4 },
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
