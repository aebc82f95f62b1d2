import { printable } from '../safe-text.ts';
import { FONT_FAMILY, type Drawing } from './layout.ts';
import { INK, PAPER } from './palette.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One SVG element: values are escaped, numbers rounded to hundredths of a pixel, undefined attributes left out. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === 'number' ? String(rounded(value)) : escaped(value)}"`],
  );
  const start = `<${name}${written.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`;
}

/** A path's or polygon's number. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export interface TextStyle {
  readonly size: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  readonly bold?: boolean;
  /** A rim of paper keeps it readable on lines. */
  readonly rim?: boolean;
}

/** A line of text whose capitals and digits have their middle at `y`. */
export function label(x: number, y: number, content: string, style: TextStyle): string {
  const { size, anchor = 'start', fill = INK, bold = false, rim = false } = style;
  const attributes = {
    ...{ x, y: y + 0.35 * size, 'font-size': size, fill },
    ...(anchor !== 'start' && { 'text-anchor': anchor }),
    ...(bold && { 'font-weight': 600 }),
    ...(rim && { stroke: PAPER, 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }),
  };
  return element('text', attributes, escaped(content));
}

/** Elements that a pointer over them explains. */
export function explained(explanation: string, ...children: readonly string[]): string {
  return element('g', {}, element('title', {}, escaped(explanation)), ...children);
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1): string {
  return element('line', { x1, y1, x2, y2, stroke, 'stroke-width': width });
}

export function polygon(points: readonly (readonly [number, number])[], attributes: Attributes): string {
  return element('polygon', { points: points.map((point) => point.map(rounded).join(',')).join(' '), ...attributes });
}

export function polyline(points: readonly (readonly [number, number])[], attributes: Attributes): string {
  return element('polyline', {
    ...{ points: points.map((point) => point.map(rounded).join(',')).join(' '), fill: 'none' },
    ...attributes,
  });
}

/** A saltire: what diverged, or was mistaken. */
export function cross(x: number, y: number, radius: number, stroke: string): string {
  const [left, right, top, bottom] = [x - radius, x + radius, y - radius, y + radius].map(rounded);
  const d = `M${left},${top}L${right},${bottom}M${left},${bottom}L${right},${top}`;
  return element('path', { d, fill: 'none', stroke, 'stroke-width': 2, 'stroke-linecap': 'round' });
}

/** The finished figure: its parts on paper, in the figures' font. */
export function svgDrawing(width: number, height: number, parts: readonly string[]): Drawing {
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  const paper = element('rect', { ...size, fill: PAPER });
  return { ...size, svg: paper + element('g', { 'font-family': FONT_FAMILY, fill: INK }, ...parts) };
}
