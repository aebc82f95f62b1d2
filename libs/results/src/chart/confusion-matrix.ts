import type { Predictions } from '../record.ts';
import { shortenLabels } from '../parameter-label.ts';
import { MARGIN, textWidth, type Drawing, type Layout } from './layout.ts';
import { notesBelow } from './notes.ts';
import { FILL_PAPER, INK, MUTED } from './palette.ts';
import { SHADE, shade } from './shade.ts';
import { element, explained, label, rounded, svgDrawing } from './svg.ts';

/** More classes make a picture that nobody reads. */
const MOST_CLASSES = 60;
const MOST_TILE = 44;
const LONGEST_NAME = 14;
/** The right answers have a frame where there is room for one. */
const LEAST_FRAMED = 12;
/** Width of a digit, of the text's size. */
const DIGIT = 0.63;
/** Share of a slanting name's width that it reaches to the right, and upwards. */
const SLANTED = Math.cos((50 / 180) * Math.PI);
const RAISED = Math.sin((50 / 180) * Math.PI);

/**
 * How many pictures of each class (a row) were taken for each class (a column), shaded by the row's share: counts where they have
 * room, else whole per cents of the row, else shades alone. Undefined for too many classes, or none.
 */
export function confusionMatrix({ classes, confusion }: Predictions, layout: Layout): Drawing | undefined {
  const count = classes.length;
  if (count < 2 || count > MOST_CLASSES) return undefined;
  const { fontSize: size } = layout;
  const names = shortenLabels(classes, LONGEST_NAME);
  const nameRoom = Math.max(...names.map((name) => textWidth(name, size))) - 2;
  const left = MARGIN + nameRoom + 4;
  // The last names slant beyond the last column.
  const rooms = names.map((name, at) => (layout.width - left - 4 - SLANTED * textWidth(name, size)) / (at + 0.5));
  const tile = Math.min(MOST_TILE, (layout.width - left - MARGIN) / count, ...rooms);
  const height = Math.max(tile * 0.75, Math.min(tile, 16));
  const top = MARGIN + 16 + nameRoom * RAISED;
  const text = textOf(confusion, tile, size);
  const every = Math.ceil((size * 1.1) / tile);
  const width = Math.min(layout.width, Math.max(300, left + tile * count + SLANTED * nameRoom));
  const bottom = top + count * height;
  const foot = notesBelow(
    [`Rows: what pictures are. Columns: what they were taken for.${text.note} Shade: share of the row.`],
    bottom + 10,
    { ...layout, width },
  );
  return svgDrawing(width, foot.bottom + MARGIN / 2, [
    label(MARGIN, MARGIN + 6, 'taken for', { size, fill: INK }),
    ...names.map((name, at) => (at % every === 0 ? slanting(name, left + (at + 0.5) * tile + 2, top - 6, size) : '')),
    ...names.map((name, at) =>
      at % Math.ceil((size * 1.1) / height) === 0
        ? label(left - 6, top + (at + 0.5) * height, name, { size, anchor: 'end', fill: MUTED })
        : '',
    ),
    element('rect', {
      x: left,
      y: top,
      width: tile * count,
      height: height * count,
      fill: SHADE,
      'fill-opacity': 0.04,
    }),
    ...confusion.flatMap((row, at) =>
      rowOf(row, { top: top + at * height, left, tile, height, names: classes, at, text: text.of, size }),
    ),
    foot.svg,
  ]);
}

function slanting(text: string, x: number, y: number, size: number): string {
  return element(
    'g',
    { transform: `translate(${rounded(x)},${rounded(y)}) rotate(-50)` },
    label(0, 0, text, { size, fill: MUTED }),
  );
}

/** What stands in a tile, by what has room in it. */
function textOf(confusion: readonly (readonly number[])[], tile: number, size: number) {
  const percentOf = (value: number, sum: number) => String(Math.round((100 * value) / sum));
  const counts = { note: ' Numbers: pictures.', of: (value: number) => String(value) };
  const percents = { note: ' Numbers: per cent of the row.', of: percentOf };
  const longest = ({ of }: { of: (value: number, sum: number) => string }) =>
    Math.max(...confusion.flatMap((row) => row.map((value) => (value === 0 ? 0 : of(value, sumOf(row)).length))));
  const fits = (digits: number) => digits * DIGIT * size <= tile - 2;
  return [counts, percents].find((texts) => fits(longest(texts))) ?? { note: '', of: () => '' };
}

function sumOf(row: readonly number[]): number {
  return row.reduce((sum, value) => sum + value, 0);
}

interface Row {
  readonly top: number;
  readonly left: number;
  readonly tile: number;
  readonly height: number;
  readonly names: readonly string[];
  readonly at: number;
  readonly text: (value: number, sum: number) => string;
  readonly size: number;
}

function rowOf(row: readonly number[], { top, left, tile, height, names, at, text, size }: Row): string[] {
  const sum = sumOf(row);
  return row.flatMap((value, column) => {
    const isRight = column === at;
    if (value === 0 && !isRight) return [];
    const x = left + column * tile;
    // By the square root: most of what is worth seeing are small shares.
    const { opacity, isDark } = shade(Math.sqrt(sum === 0 ? 0 : value / sum));
    const box = { x: x + 0.5, y: top + 0.5, width: tile - 1, height: height - 1 };
    const look = {
      fill: SHADE,
      'fill-opacity': value === 0 ? 0 : rounded(opacity),
      ...(isRight && tile >= LEAST_FRAMED && { stroke: INK }),
    };
    const shown = value === 0 ? '' : text(value, sum);
    const color = isDark ? FILL_PAPER : INK;
    return [
      explained(
        `${value.toLocaleString('en-US')} of ${sum.toLocaleString('en-US')} of class ${names[at]} taken for ${names[column]}`,
        element('rect', { ...box, ...look }),
        shown === '' ? '' : label(x + tile / 2, top + height / 2, shown, { size, anchor: 'middle', fill: color }),
      ),
    ];
  });
}
