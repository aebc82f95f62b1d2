/** How a figure is laid out; sizes in CSS pixels, of which 96 are an inch (25.4 mm). */
export interface Layout {
  readonly width: number;
  /** Of the area that the axes enclose, at least. The figure is as much higher as axis, legend and notes need. */
  readonly plotHeight: number;
  readonly legend: 'right' | 'bottom';
  readonly fontSize: number;
}

/** A figure ready to be rendered: the inside of an SVG of this size. Ids in it are its own. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** 9 pt, below which nothing is set. */
export const LEAST_FONT_SIZE = 12;
/** The width of a page of print (180 mm), and of a report on a screen. */
export const WIDE: Layout = { width: 680, plotHeight: 320, legend: 'right', fontSize: 12 };
/** A column of print (85 mm), and a telephone. */
export const NARROW: Layout = { width: 321, plotHeight: 240, legend: 'bottom', fontSize: 12 };

/** Inter is bundled for PNG; an SVG on a screen without it falls back to the reader's own font. */
export const FONT_FAMILY = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";

/** No browser measures text here, so room for it is estimated from how wide Inter's letters are, with slack. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0.6;
  for (const letter of text) ems += /[mwMW%—–]/.test(letter) ? 0.92 : /[iljt.,:;|()'· ]/.test(letter) ? 0.36 : 0.64;
  return ems * fontSize;
}

/** Breaks text at spaces into lines of at most `width` pixels. */
export function wrapText(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)!} ${word}`;
    if (lines.length === 0 || textWidth(longer, fontSize) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** Around everything: pictures stand beside text as they are, so there is little. */
export const MARGIN = 10;
