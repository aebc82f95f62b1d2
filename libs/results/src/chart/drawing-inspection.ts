// What tests ask of a drawing: its texts, where they stand, and whether all of it is inside.
import { Resvg } from '@resvg/resvg-js';
import { LEAST_FONT_SIZE, type Drawing } from './layout.ts';
import { fontFiles, renderSvg } from './render.ts';

/** Every text, without the markup. */
export function textsOf(drawing: Drawing): string[] {
  return [...renderSvg(drawing, 'test').matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => unescaped(text!));
}

/** What a pointer finds. */
export function explanationsOf(drawing: Drawing): string[] {
  return [...renderSvg(drawing, 'test').matchAll(/<title>([^<]*)<\/title>/g)].map(([, text]) => unescaped(text!));
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where each text that is not turned stands, measured in the font that it is set in. */
export function textBoxes(drawing: Drawing): TextBox[] {
  const svg = renderSvg(drawing, 'test').replace(/<g transform="[^"]*rotate[^"]*"><text[^]*?<\/text><\/g>/g, '');
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].flatMap(([element, text]) => {
    const box = extentOf(element, drawing);
    return box === undefined ? [] : [{ text: unescaped(text!), ...box }];
  });
}

function extentOf(inside: string, { width, height }: Drawing) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Inter">${inside}</svg>`;
  const box = new Resvg(svg, { font: { fontFiles: fontFiles(), loadSystemFonts: false } }).getBBox();
  if (box === undefined) return undefined;
  return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height };
}

/**
 * What no picture may have, in words; empty of a good one: text below 9 pt, text that leaves the picture or touches other text, numbers
 * that are none.
 */
export function faultsOf(drawing: Drawing): string[] {
  const svg = renderSvg(drawing, 'test');
  const sizes = [...svg.matchAll(/font-size="([^"]*)"/g)].map(([, size]) => Number(size));
  const boxes = textBoxes(drawing);
  const room = 0.5;
  return [
    ...(/NaN|undefined|Infinity/.test(svg) ? ['a number that is none'] : []),
    ...sizes.filter((size) => size < LEAST_FONT_SIZE).map((size) => `text of ${size} px`),
    ...boxes
      .filter(
        ({ left, right, top, bottom }) =>
          left < 0 || top < 0 || right > drawing.width + room || bottom > drawing.height,
      )
      .map(({ text }) => `"${text}" leaves the picture`),
    ...boxes.flatMap((box, at) =>
      boxes.slice(at + 1).flatMap((other) => (overlap(box, other, room) ? [`"${box.text}" on "${other.text}"`] : [])),
    ),
  ];
}

function overlap(a: TextBox, b: TextBox, room: number): boolean {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > room && down > room;
}
