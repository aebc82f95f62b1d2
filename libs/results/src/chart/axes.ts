import { printable } from '../safe-text.ts';
import { textWidth, type Layout } from './layout.ts';
import { INK, MUTED, RULE } from './palette.ts';
import type { Scale } from './scale.ts';
import { label, line, rounded } from './svg.ts';

/** Height of a horizontal axis's ticks and name. */
export const AXIS_HEIGHT = 42;

/** Below a plot: rules up to its top, ticks' labels as far as they do not touch, and the axis's name. */
export function axisBelow(scale: Scale, top: number, bottom: number, name: string, { fontSize }: Layout): string {
  let free = -Infinity;
  const ticks = scale.ticks.map(({ value, label: text }) => {
    const x = scale.place(value);
    const half = textWidth(text, fontSize) / 2;
    const written =
      x - half < free ? '' : label(x, bottom + 12, text, { size: fontSize, anchor: 'middle', fill: MUTED });
    if (written !== '') free = x + half;
    return line(x, top, x, bottom, RULE) + written;
  });
  const middle = (scale.from + scale.to) / 2;
  return ticks.join('') + label(middle, bottom + 31, name, { size: fontSize, anchor: 'middle', fill: INK });
}

/** Left of a plot: rules to its right end and ticks' labels; the name stands above the plot, from `nameX` on. */
export function axisLeft(
  scale: Scale,
  left: number,
  right: number,
  name: string,
  nameX: number,
  { fontSize }: Layout,
): string {
  const ticks = scale.ticks.map(({ value, label: text }) => {
    const y = scale.place(value);
    return line(left, y, right, y, RULE) + label(left - 7, y, text, { size: fontSize, anchor: 'end', fill: MUTED });
  });
  return label(nameX, scale.to - 18, name, { size: fontSize, fill: INK }) + ticks.join('');
}

/** Room that a left axis's labels need. */
export function labelRoom({ ticks }: Scale, { fontSize }: Layout): number {
  return 7 + Math.max(...ticks.map(({ label: text }) => textWidth(text, fontSize)));
}

/**
 * What places along an axis mean, for programs that read a drawing: "name|unit|pixel|value|pixel|value|linear or log|decimal places", the
 * last one empty where three significant digits are right.
 */
export function axisMeaning(
  { from, to, low, high }: Scale,
  { name, unit = '', type = 'linear', digits }: AxisWords,
): string {
  const words = [name, unit].map((text) => printable(text).replaceAll('|', '¦'));
  return [...words, rounded(from), low, rounded(to), high, type, digits ?? ''].join('|');
}

export interface AxisWords {
  readonly name: string;
  readonly unit?: string;
  readonly type?: 'linear' | 'log';
  /** Behind the decimal point. */
  readonly digits?: number | undefined;
}
