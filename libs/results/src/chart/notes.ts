import { MARGIN, wrapText, type Layout } from './layout.ts';
import { MUTED } from './palette.ts';
import { label } from './svg.ts';

const LINE_HEIGHT = 16;

/** What the reader must know of a figure, as lines below it, and where they end. */
export function notesBelow(notes: readonly string[], top: number, { width, fontSize: size }: Layout) {
  const lines = notes.length === 0 ? [] : wrapText(notes.join(' '), size, width - 2 * MARGIN);
  const svg = lines
    .map((text, at) => label(MARGIN, top + (at + 0.5) * LINE_HEIGHT, text, { size, fill: MUTED }))
    .join('');
  return { svg, bottom: top + lines.length * LINE_HEIGHT };
}
