import { PNG } from 'pngjs';
import { cut } from '../safe-text.ts';
import type { PredictedPicture, Predictions } from '../record.ts';
import { MARGIN, textWidth, type Drawing, type Layout } from './layout.ts';
import { CURVE_COLORS, INK, MUTED, RULE } from './palette.ts';
import { cross, element, explained, label, polyline, svgDrawing } from './svg.ts';

const COLUMNS = { right: 4, bottom: 2 } as const;
/** Of each of the two groups. */
const MOST_PICTURES = { right: 8, bottom: 6 } as const;
const MOST_MISTAKES = { right: 8, bottom: 4 } as const;
const SIDE = 64;
const MOST_BARS = 3;
const BAR_ROW = 64 / MOST_BARS;
const HEADING = 24;
const LINE = 17;
const ROW_GAP = 14;
const BLUE = CURVE_COLORS[0];
const RED = CURVE_COLORS[1];

/**
 * Pictures of the test set with what they are and what they were taken for, and the most likely classes as bars: the first ones, and
 * below them mistakes that the network was surest of. A mistake has a cross, a broken frame and says both words. Undefined without
 * pictures.
 */
export function predictedPictures({ classes, examples }: Predictions, layout: Layout): Drawing | undefined {
  if (examples.length === 0) return undefined;
  const inOrder = examples.toSorted((a, b) => a.index - b.index);
  const sureMistakes = inOrder
    .filter(isMistake)
    .sort((a, b) => sureness(b) - sureness(a))
    .slice(0, MOST_MISTAKES[layout.legend]);
  const shownTwice = new Set(sureMistakes);
  const first = inOrder.filter((picture) => !shownTwice.has(picture)).slice(0, MOST_PICTURES[layout.legend]);
  const groups = [
    { title: 'From the test set', pictures: first },
    { title: 'Mistakes, surest first', pictures: sureMistakes },
  ].filter(({ pictures }) => pictures.length > 0);
  const columns = COLUMNS[layout.legend];
  const cardWidth = (layout.width - 2 * MARGIN - (columns - 1) * 12) / columns;
  let y = MARGIN;
  const parts = groups.flatMap(({ title, pictures }) => {
    const heading = label(MARGIN, y + 9, title, { size: layout.fontSize, bold: true });
    y += HEADING;
    const cards: string[] = [];
    for (let from = 0; from < pictures.length; from += columns) {
      const row = pictures.slice(from, from + columns);
      const top = y + (row.some(isMistake) ? 2 : 1) * LINE + 2;
      cards.push(
        ...row.map((picture, at) =>
          card(picture, classes, { x: MARGIN + at * (cardWidth + 12), y, top, width: cardWidth }, layout),
        ),
      );
      y = top + SIDE + ROW_GAP;
    }
    return [heading, ...cards];
  });
  return svgDrawing(layout.width, y, parts);
}

/** Where a card begins, and where its picture does. */
interface CardPlace {
  readonly x: number;
  readonly y: number;
  readonly top: number;
  readonly width: number;
}

/** The most likely class. */
function taken({ probabilities }: PredictedPicture): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

function isMistake(picture: PredictedPicture): boolean {
  return taken(picture) !== picture.label;
}

function sureness({ probabilities }: PredictedPicture): number {
  return Math.max(...probabilities);
}

function card(
  picture: PredictedPicture,
  classes: readonly string[],
  place: CardPlace,
  { fontSize: size }: Layout,
): string {
  const { x, y, top, width } = place;
  const [guess, truth] = [classes[taken(picture)] ?? '?', classes[picture.label] ?? '?'];
  const wrong = isMistake(picture);
  // Of what was recognised the only line stands just above the picture.
  const first = (wrong ? y : top - LINE - 2) + LINE / 2;
  const hook: [number, number][] = [
    [x + 2, first],
    [x + 5, first + 4],
    [x + 11, first - 5],
  ];
  const mark = wrong ? cross(x + 6, first, 4, RED) : polyline(hook, { stroke: MUTED, 'stroke-width': 2 });
  const truthAt = { size, fill: INK } as const;
  const frame = wrong
    ? { stroke: RED, 'stroke-width': 2, 'stroke-dasharray': '5 3' }
    : { stroke: RULE, 'stroke-width': 1 };
  const box = { x, y: top, width: SIDE, height: SIDE };
  return explained(
    `Picture ${picture.index} of the test set is ${truth}, taken for ${guess} (${percent(sureness(picture))})`,
    mark,
    label(x + 17, first, fitted(guess, size, width - 12), { size, bold: wrong }),
    wrong ? label(x + 17, first + LINE, fitted(`is ${truth}`, size, width - 12), truthAt) : '',
    element('image', { ...box, href: pngUri(picture), style: 'image-rendering:pixelated' }),
    element('rect', { ...box, fill: 'none', ...frame }),
    bars(picture, classes, x + SIDE + 8, top, width - SIDE - 8, size),
  );
}

/** The most likely classes with their probabilities; the true one, where it is among them, in strong ink. */
function bars(
  picture: PredictedPicture,
  classes: readonly string[],
  x: number,
  top: number,
  width: number,
  size: number,
): string {
  const ranked = picture.probabilities
    .map((probability, at) => ({ probability, at }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST_BARS);
  return ranked
    .map(({ probability, at }, row) => {
      const y = top + row * BAR_ROW;
      const isTrue = at === picture.label;
      const share = percent(probability);
      const name = fitted(classes[at] ?? '?', size, width + 8);
      // Where both have no room, the bar alone tells how likely.
      const hasShare = textWidth(name, size) + textWidth(share, size) <= width + 8;
      return [
        label(x, y + 6, name, { size, fill: isTrue ? INK : MUTED, bold: isTrue }),
        hasShare ? label(x + width, y + 6, share, { size, anchor: 'end', fill: MUTED }) : '',
        element('rect', { x, y: y + 14, width, height: 4, fill: RULE }),
        element('rect', {
          x,
          y: y + 14,
          width: Math.max(0.5, width * probability),
          height: 4,
          fill: isTrue ? BLUE : MUTED,
        }),
      ].join('');
    })
    .join('');
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function fitted(text: string, size: number, room: number): string {
  let shown = text;
  for (let length = text.length; length > 1 && textWidth(shown, size) > room; length -= 1)
    shown = cut(text, length - 1);
  return shown;
}

/** Enlarged by whole pixels, so that programs that smooth pictures keep them sharp. */
function pngUri({ rgb, width, height }: PredictedPicture): string {
  const times = Math.max(1, Math.round((3 * SIDE) / Math.max(width, height)));
  const png = new PNG({ width: width * times, height: height * times, colorType: 2 });
  for (let y = 0; y < height * times; y += 1) {
    for (let x = 0; x < width * times; x += 1) {
      const from = 3 * (Math.floor(y / times) * width + Math.floor(x / times));
      png.data.set([rgb[from]!, rgb[from + 1]!, rgb[from + 2]!, 255], 4 * (y * width * times + x));
    }
  }
  return `data:image/png;base64,${PNG.sync.write(png, { colorType: 2 }).toString('base64')}`;
}
