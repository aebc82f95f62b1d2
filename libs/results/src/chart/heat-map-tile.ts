import { MARGIN, textWidth, type Layout } from './layout.ts';
import { BEHIND, FILL_PAPER, INK, MUTED, PAPER, RULE } from './palette.ts';
import { SHADE, shade } from './shade.ts';
import { element, explained, label, rounded } from './svg.ts';

const VALUE_SIZE = 14;
const WORD_SIZE = 12;
export const TILE_LINE = 16;

/** A crossing of the grid, with what stands in it where there is room. */
export type Tile = {
  readonly row: number;
  readonly column: number;
  readonly lines: readonly string[];
  /** For a pointer over it. */
  readonly explanation?: string;
} & (
  | { readonly kind: 'shaded'; readonly share: number; readonly isFirst: boolean; readonly couldBeBest: boolean }
  | { readonly kind: 'diverged' | 'blank' }
);

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function drawTile(tile: Tile, box: Box, hasWords: boolean): string {
  const parts = tileParts(tile, box, hasWords);
  return tile.explanation === undefined ? parts.join('') : explained(tile.explanation, ...parts);
}

function tileParts(tile: Tile, box: Box, hasWords: boolean): string[] {
  const inner = inset(box, Math.min(1, box.width / 10, box.height / 10));
  const corner = hasWords ? 4 : undefined;
  const rect = (attributes: Readonly<Record<string, string | number>>) =>
    element('rect', { ...inner, rx: corner, ...attributes });
  const words = hasWords ? [wordsIn(tile, box)] : [];
  switch (tile.kind) {
    case 'diverged':
      if (!hasWords) return [crossed(inner)];
      return [
        rect({ fill: PAPER, stroke: RULE }),
        element('path', { d: hatching(inner), stroke: RULE, 'stroke-width': 1.5, fill: 'none' }),
        ...words,
      ];
    case 'blank':
      return [rect({ fill: PAPER, stroke: RULE }), ...words];
    case 'shaded':
      return [
        rect({ fill: SHADE, 'fill-opacity': rounded(shade(tile.share).opacity) }),
        ...words,
        ...marksOf(tile, box),
      ];
  }
}

function crossed({ x, y, width, height }: Box): string {
  const [left, right, top, bottom] = [x, x + width, y, y + height].map(rounded);
  const d = `M${left},${top}L${right},${bottom}M${left},${bottom}L${right},${top}`;
  return element('path', { d, stroke: BEHIND, fill: 'none' });
}

function inset({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

/** The first one's frame, a dot in the corner of what could be best. */
function marksOf({ isFirst, couldBeBest, share }: Tile & { readonly kind: 'shaded' }, box: Box): string[] {
  const color = shade(share).isDark ? FILL_PAPER : INK;
  const frame = Math.min(4, box.width / 6, box.height / 6);
  const stroke = { stroke: color, 'stroke-width': Math.min(2, frame / 2) };
  const r = Math.min(3, box.width / 5, box.height / 5);
  const dot = isFirst ? inset(box, 1.5 * frame) : box;
  return [
    ...(isFirst ? [element('rect', { ...inset(box, frame), rx: 2, fill: 'none', ...stroke })] : []),
    ...(couldBeBest && !(isFirst && frame < 3)
      ? [element('circle', { cx: dot.x + dot.width - 2.6 * r, cy: dot.y + 2.6 * r, r, fill: color })]
      : []),
  ];
}

interface Line {
  readonly text: string;
  readonly size: number;
}

/** What of a tile's words fits its width, whole or not at all: a value, and below it words, broken where they have to be. */
export function tileLines(tile: Tile, width: number): Line[] {
  const lines = tile.lines.flatMap((text, at): Line[] => {
    const isValue = at === 0 && tile.kind !== 'diverged';
    const size = isValue && fits(text, VALUE_SIZE, width) ? VALUE_SIZE : WORD_SIZE;
    if (fits(text, size, width)) return [{ text, size }];
    const parts = text.split(' ');
    return parts.every((part) => fits(part, size, width)) ? parts.map((part) => ({ text: part, size })) : [];
  });
  return lines.length === 0 && tile.kind === 'diverged' ? [{ text: '×', size: VALUE_SIZE }] : lines;
}

function fits(text: string, size: number, width: number): boolean {
  return textWidth(text, size) <= width + 4;
}

function wordsIn(tile: Tile, { x, y, width, height }: Box): string {
  const fill = tile.kind === 'shaded' && shade(tile.share).isDark ? FILL_PAPER : INK;
  const lines = tileLines(tile, width);
  const hasValue = tile.kind !== 'diverged';
  return lines
    .map(({ text, size }, at) =>
      label(x + width / 2, y + height / 2 + (at - (lines.length - 1) / 2) * TILE_LINE, text, {
        ...{ size, anchor: 'middle', fill, bold: at === 0 && hasValue, rim: !hasValue },
      }),
    )
    .join('');
}

/** Parallel slanting lines within a box, as a path. */
function hatching({ x, y, width, height }: Box): string {
  const step = Math.max(3, Math.min(7, width / 3, height / 3));
  let path = '';
  for (let sum = step; sum < width + height; sum += step) {
    const from = [x + Math.max(0, sum - height), y + Math.min(sum, height)].map(rounded);
    const to = [x + Math.min(sum, width), y + Math.max(0, sum - width)].map(rounded);
    path += `M${from.join(',')}L${to.join(',')}`;
  }
  return path;
}

const BAR_STEPS = 24;

/** The scale of colours between its two ends' words, worse to better. @param ends empty where nothing is shaded. */
export function scaleBar(ends: readonly string[], isUp: boolean, y: number, { fontSize: size, width }: Layout) {
  const [worst, best] = ends;
  if (worst === undefined || best === undefined) return { svg: '', bottom: y };
  const left = MARGIN + textWidth(worst, size) + 2;
  const right = Math.min(left + 150, width - MARGIN - textWidth(best, size) - 60);
  const step = (right - left) / BAR_STEPS;
  const steps = Array.from({ length: BAR_STEPS }, (_, at) =>
    element('rect', {
      x: left + at * step,
      y: y - 6,
      width: step,
      height: 12,
      fill: SHADE,
      'fill-opacity': rounded(shade(at / (BAR_STEPS - 1)).opacity),
      'shape-rendering': 'crispEdges',
    }),
  );
  const note = isUp ? '' : ' (lower is better)';
  const svg =
    label(left - 6, y, worst, { size, anchor: 'end', fill: MUTED }) +
    steps.join('') +
    label(right + 6, y, `${best}${note}`, { size, fill: MUTED });
  return { svg, bottom: y + 10 };
}
