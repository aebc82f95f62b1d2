import type { LegendComponentOption } from 'echarts';
import { isUneventful, readableStatus, type CellSummary } from '../cell-summary.ts';
import { MARGIN, textWidth, type Layout } from './layout.ts';
import { INK } from './palette.ts';

/** The cell's label with what it did where that is not the usual: "lr 0.1 · relu (no progress)". */
export function curveLabel(cell: CellSummary): string {
  return isUneventful(cell) ? cell.label : `${cell.label} (${readableStatus(cell)})`;
}

const ICON_WIDTH = 30;
const ICON_GAP = 8;
const ITEM_GAP = 8;
const RIGHT_GAP = 10;
const LINE_HEIGHT = 1.35;
/** Longer labels are broken into lines. */
const MOST_RIGHT = 220;

/** ECharts' legend, and the room it needs. */
export interface ChartLegend {
  /** From the drawing's right edge to the plot's. */
  readonly right: number;
  /** Below the axis and its name. */
  readonly below: number;
  /** Beside the plot. */
  readonly beside: number;
  readonly option: LegendComponentOption;
}

export function chartLegend(names: readonly string[], { legend, width, fontSize }: Layout): ChartLegend {
  const size = fontSize - 1;
  const longest = Math.max(...names.map((name) => textWidth(name, size)));
  const option: LegendComponentOption = {
    data: [...names],
    itemWidth: ICON_WIDTH,
    itemHeight: 8,
    padding: 0,
    selectedMode: false,
  };
  const text = { color: INK, fontSize: size, lineHeight: size * LINE_HEIGHT, overflow: 'break' } as const;
  if (legend === 'right') {
    const textRoom = Math.min(longest, MOST_RIGHT);
    const right = textRoom + ICON_WIDTH + ICON_GAP + 2 * MARGIN;
    const textStyle = { ...text, width: textRoom };
    const linesOf = (name: string) => Math.ceil(textWidth(name, size) / textRoom);
    return {
      right,
      below: 0,
      beside: names.reduce((sum, name) => sum + linesOf(name) * text.lineHeight + RIGHT_GAP, 0),
      option: { ...option, orient: 'vertical', left: width - right + MARGIN, itemGap: RIGHT_GAP, textStyle },
    };
  }
  const room = width - 2 * MARGIN;
  const textRoom = Math.min(longest, room - ICON_WIDTH - ICON_GAP);
  const perRow = Math.max(1, Math.floor((room + ITEM_GAP) / (textRoom + ICON_WIDTH + ICON_GAP + ITEM_GAP)));
  const below = Math.ceil(names.length / perRow) * (size * LINE_HEIGHT + ITEM_GAP);
  return {
    right: MARGIN,
    below,
    beside: 0,
    option: {
      ...option,
      ...{ left: MARGIN, right: MARGIN, bottom: MARGIN / 2, itemGap: ITEM_GAP },
      textStyle: { ...text, width: textRoom },
    },
  };
}
