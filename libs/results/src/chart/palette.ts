import type { Summary } from '../aggregate.ts';
import { twoWayGrid } from '../table/two-way-grid.ts';

/** Text, axes and the darkest curve. The report's dark theme replaces these three by their counterparts. */
export const INK = '#1b1f24';
export const MUTED = '#5c6570';
export const PAPER = '#ffffff';
/** Grid lines, and curves that stand behind the others. */
export const RULE = '#dfe3e8';
export const BEHIND = '#aab2bd';
/** Text on a dark fill, in either theme. */
export const FILL_PAPER = '#fefefe';

/**
 * Okabe and Ito's colours for all kinds of colour vision (jfly.uni-koeln.de/color), without the yellow, which is too pale
 * for a line on white, and with ink for the black.
 */
export const CURVE_COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', INK] as const;
const DASHES = ['solid', [7, 4], [2, 3], [10, 3, 2, 3]] as const;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle'] as const;

export interface CurveStyle {
  readonly color: string;
  /** Solid, or lengths of dashes and gaps in pixels. */
  readonly dash: 'solid' | number[];
  /** Of markers: a second way besides the colour to tell the curves apart. */
  readonly symbol: string;
  /** Of the line, in pixels. */
  readonly width: number;
}

/**
 * A style for every cell, by cell id. On a two-way grid the colour tells the axis with more values and the dash the other;
 * elsewhere colours come in the sweep's order and the dash changes each time they are used up.
 */
export function curveStyles(summary: Summary): ReadonlyMap<string, CurveStyle> {
  const grid = twoWayGrid(summary);
  const styles = new Map<string, CurveStyle>();
  const [rows, columns] = [grid?.rows.labels ?? [], grid?.columns.labels ?? []];
  if (grid !== undefined && rows.length <= CURVE_COLORS.length && columns.length <= DASHES.length) {
    rows.forEach((_, row) =>
      columns.forEach((__, column) => {
        const cell = grid.cellAt(row, column);
        if (cell !== undefined) styles.set(cell.cellId, style(row, column, column));
      }),
    );
    return styles;
  }
  summary.cells.forEach(({ cellId }, at) => styles.set(cellId, curveStyle(at)));
  return styles;
}

/** The style of the curve at a place in some order: first the colours, then the dashes change. */
export function curveStyle(at: number): CurveStyle {
  return style(at, Math.floor(at / CURVE_COLORS.length), at);
}

function style(color: number, dash: number, symbol: number): CurveStyle {
  const type = DASHES[dash % DASHES.length]!;
  return {
    color: CURVE_COLORS[color % CURVE_COLORS.length]!,
    dash: type === 'solid' ? type : [...type],
    symbol: SYMBOLS[symbol % SYMBOLS.length]!,
    width: 2.25,
  };
}
