import { MARGIN, textWidth, type Layout } from './layout.ts';
import { marker } from './marker.ts';
import type { CurveStyle } from './palette.ts';
import { label, polyline } from './svg.ts';

export interface LegendEntry {
  readonly label: string;
  readonly style: CurveStyle;
  readonly isLine: boolean;
}

/** Names of groups with their colour and mark: beside the plot, or in rows below it. */
export interface GroupLegend {
  /** Room that it takes to the right of the plot, and below the axis. */
  readonly beside: number;
  readonly below: number;
  /** Least height of a plot beside it. */
  readonly height: number;
  draw(top: number, below: number): string;
}

const SAMPLE = 26;
const GAP = 7;
const ROW = 20;
const LEFT = 20;
const ENTRY_GAP = 8;

export function groupLegend(entries: readonly LegendEntry[], layout: Layout): GroupLegend {
  if (entries.length === 0) return { beside: MARGIN, below: 0, height: 0, draw: () => '' };
  const widths = entries.map((entry) => SAMPLE + GAP + textWidth(entry.label, layout.fontSize));
  const widest = Math.max(...widths);
  if (layout.legend === 'right') {
    const beside = LEFT + widest + MARGIN;
    const x = layout.width - beside + LEFT;
    const draw = (top: number) =>
      entries.map((entry, at) => drawEntry(entry, x, top + (at + 0.5) * ROW, layout)).join('');
    return { beside, below: 0, height: entries.length * ROW, draw };
  }
  const places: [number, number][] = [];
  let [x, row] = [MARGIN, 0];
  for (const width of widths) {
    if (x > MARGIN && x + width > layout.width - MARGIN) [x, row] = [MARGIN, row + 1];
    places.push([x, row]);
    x += width + ENTRY_GAP;
  }
  const draw = (_: number, below: number) =>
    entries.map((entry, at) => drawEntry(entry, places[at]![0], below + (places[at]![1] + 0.5) * ROW, layout)).join('');
  return { beside: MARGIN, below: (row + 1) * ROW, height: 0, draw };
}

function drawEntry(
  { label: text, style, isLine }: LegendEntry,
  x: number,
  y: number,
  { fontSize: size }: Layout,
): string {
  const dash = style.dash === 'solid' ? undefined : style.dash.join(' ');
  const ends: [number, number][] = [
    [x, y],
    [x + SAMPLE, y],
  ];
  const sample = isLine
    ? polyline(ends, { stroke: style.color, 'stroke-width': style.width, 'stroke-dasharray': dash })
    : '';
  return sample + marker(x + SAMPLE / 2, y, style, 4) + label(x + SAMPLE + GAP, y, text, { size });
}
