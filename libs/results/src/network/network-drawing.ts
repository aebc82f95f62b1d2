import type { Network } from '@gridsweep/sweep';
import { MARGIN, textWidth, type Drawing, type Layout } from '../chart/layout.ts';
import { INK, MUTED, PAPER } from '../chart/palette.ts';
import { element, label, line, polygon, svgDrawing } from '../chart/svg.ts';
import { bodiesOf, inRows, leftExtent, type Body, type Row } from './body.ts';
import { NETWORK_COLORS, type Stage } from './stage.ts';

const LINE = 16;
/** From the lowest body to its first line of text. */
const TEXT_BELOW = 16;
const ROW_GAP = 18;
/** Share of a convolution's thickness where its activation begins. */
const BAND = 0.68;
/** A window less high would be a smear. */
const LEAST_WINDOW = 7;
const EDGE = { stroke: INK, 'stroke-width': 0.75, 'stroke-linejoin': 'round' } as const;

/**
 * The network as boxes in perspective, from left to right, in as many rows as the layout needs. On the side of a body the window of
 * the next one's kernel is drawn to scale.
 */
export function networkDrawing(network: Network, layout: Layout): Drawing {
  const { width, fontSize } = layout;
  const bodies = bodiesOf(network, layout);
  const rows = inRows(bodies, width - 2 * MARGIN, fontSize);
  const parts: string[] = [];
  let top = MARGIN;
  rows.forEach((row, at) => {
    const above = Math.max(...row.bodies.map(({ height, slant }) => (height + slant) / 2));
    const next = rows[at + 1]?.bodies[0];
    parts.push(
      drawRow(row, { y: top + above, textsAt: top + 2 * above + TEXT_BELOW, isFirst: at === 0, next }, layout),
    );
    const lines = Math.max(...row.bodies.map(({ texts }) => texts.length));
    top += 2 * above + TEXT_BELOW + lines * LINE + ROW_GAP;
  });
  const legend = legendOf(bodies, top, layout);
  return svgDrawing(width, legend.bottom + MARGIN / 2, [...parts, legend.svg]);
}

interface Standing {
  /** Of the bodies' middles. */
  readonly y: number;
  /** Of the first line of texts. */
  readonly textsAt: number;
  readonly isFirst: boolean;
  /** The first body of the next row. */
  readonly next: Body | undefined;
}

/** Bodies with arrows between them, spread over the width, and their texts below. */
function drawRow(row: Row, { y, textsAt, isFirst, next }: Standing, { width, fontSize }: Layout): string {
  const room = width - 2 * MARGIN;
  const between = Math.max(1, row.bodies.length - 1);
  const spare = Math.min(40, (room - row.width) / between);
  const start = MARGIN + (room - row.width - spare * (row.bodies.length - 1)) / 2;
  const parts: string[] = [];
  let from: number | undefined = isFirst ? undefined : MARGIN - 12;
  let before: Body | undefined;
  row.bodies.forEach((body, at) => {
    const x = start + row.places[at]! + at * spare;
    const to = x - leftExtent(body, 0);
    if (before !== undefined && body.stage.kernel !== undefined)
      parts.push(kernelWindow(before, start + row.places[at - 1]! + (at - 1) * spare, body, x, y));
    if (from !== undefined) parts.push(arrow(from, to, y));
    parts.push(drawBody(body, x, y), textsBelow(body, x, textsAt, fontSize));
    from = x + body.thickness / 2;
    before = body;
  });
  if (next !== undefined) parts.push(arrow(from!, width - MARGIN + 12, y));
  return parts.join('');
}

function textsBelow({ texts }: Body, x: number, y: number, size: number): string {
  const texting = (text: string, at: number) =>
    label(x, y + at * LINE, text, { size, anchor: 'middle', bold: at === 0, fill: at < 2 ? INK : MUTED });
  return texts.map(texting).join('');
}

function arrow(from: number, to: number, y: number): string {
  const tip: [number, number][] = [
    [to - 1, y],
    [to - 8, y - 3.5],
    [to - 8, y + 3.5],
  ];
  return line(from, y, to - 7, y, INK, 1.25) + polygon(tip, { fill: INK });
}

/** The part of the right side that one value of the next body is made from, and lines to that value. */
function kernelWindow(body: Body, x: number, next: Body, nextX: number, y: number): string {
  const { output } = body.stage;
  const [across, down] = [next.stage.kernel! / output.width, next.stage.kernel! / output.height];
  if (down * body.height < LEAST_WINDOW || across > 1 || down > 1) return '';
  const [right, top] = [x + (body.thickness - body.slant) / 2, y - (body.height - body.slant) / 2];
  const corner = (u: number, v: number): [number, number] => [
    right + u * body.slant,
    top - u * body.slant + v * body.height,
  ];
  const [u, v] = [(1 - across) / 2, Math.max(0, 0.3 - down / 2)];
  const corners = [corner(u, v), corner(u + across, v), corner(u + across, v + down), corner(u, v + down)];
  const level = -0.22 * next.height;
  const [toX, toY] = [nextX - leftExtent(next, level), y + level];
  const rays = corners.map(([fromX, fromY]) => line(fromX, fromY, toX, toY, MUTED, 0.75));
  return polygon(corners, { fill: PAPER, 'fill-opacity': 0.6, ...EDGE }) + rays.join('');
}

/** Front, top and right side. What an activation follows has a strong end. */
function drawBody({ stage, thickness, height, slant }: Body, x: number, y: number): string {
  const [left, bottom] = [x - (thickness + slant) / 2, y + (height + slant) / 2];
  const [right, top] = [left + thickness, bottom - height];
  const band = hasBand(stage) ? left + thickness * BAND : right;
  const fill = NETWORK_COLORS[stage.kind];
  const front = (from: number, to: number, opacity: number) =>
    face(
      [
        [from, top],
        [to, top],
        [to, bottom],
        [from, bottom],
      ],
      fill,
      opacity,
    );
  const lid = (from: number, to: number, opacity: number) =>
    face(
      [
        [from, top],
        [to, top],
        [to + slant, top - slant],
        [from + slant, top - slant],
      ],
      fill,
      opacity,
    );
  const side = face(
    [
      [right, top],
      [right + slant, top - slant],
      [right + slant, bottom - slant],
      [right, bottom],
    ],
    fill,
    hasBand(stage) ? 0.82 : 0.42,
  );
  const strong = hasBand(stage) ? front(band, right, 0.95) + lid(band, right, 0.7) : '';
  return front(left, band, 0.55) + lid(left, band, 0.3) + strong + side;
}

function hasBand({ kind, activated }: Stage): boolean {
  return kind === 'convolution' && activated;
}

/** Opaque, so that nothing behind shows, in a colour that is as strong on dark paper as on white. */
function face(points: readonly (readonly [number, number])[], fill: string, opacity: number): string {
  return polygon(points, { fill: PAPER }) + polygon(points, { fill, 'fill-opacity': opacity, ...EDGE });
}

/** What the colours mean, in rows. */
function legendOf(bodies: readonly Body[], top: number, { width, fontSize }: Layout) {
  const stages = bodies.map(({ stage }) => stage);
  const entries = (['convolution', 'pooling', 'dense'] as const)
    .filter((kind) => stages.some((stage) => stage.kind === kind))
    .map((kind) => ({ word: kind === 'dense' ? 'dense layer' : kind, fill: NETWORK_COLORS[kind], opacity: 0.55 }));
  if (stages.some(hasBand))
    entries.splice(1, 0, { word: 'its activation', fill: NETWORK_COLORS.convolution, opacity: 0.95 });
  let [x, y] = [MARGIN, top + 6];
  const parts = entries.map(({ word, fill, opacity }) => {
    const room = 22 + textWidth(word, fontSize);
    if (x > MARGIN && x + room > width - MARGIN) [x, y] = [MARGIN, y + 20];
    const swatch = element('rect', { x, y: y - 6, width: 16, height: 12, fill, 'fill-opacity': opacity, ...EDGE });
    const text = label(x + 22, y, word, { size: fontSize });
    x += room + 6;
    return swatch + text;
  });
  return { svg: parts.join(''), bottom: y + 8 };
}
