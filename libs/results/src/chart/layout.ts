import type { EChartsCoreOption } from 'echarts/core';
import { readableName } from '../names.ts';
import type { MetricFormat } from '../value-format.ts';
import { INK, MUTED, PAPER } from './palette.ts';

/** How a figure is laid out; sizes in CSS pixels, of which 96 are an inch (25.4 mm). */
export interface Layout {
  readonly width: number;
  /** Of the area that the axes enclose, at least. The figure is as much higher as title, axis and legend need. */
  readonly plotHeight: number;
  readonly legend: 'right' | 'bottom';
  readonly fontSize: number;
}

/** A figure ready to be rendered: as a chart, or as the inside of an SVG of this size. */
export type Drawing = { readonly width: number; readonly height: number } & (
  { readonly option: EChartsCoreOption } | { readonly svg: string }
);

/** 9 pt, below which nothing is set. */
export const LEAST_FONT_SIZE = 12;
/** The width of a page of print (180 mm), and of a report on a screen. */
export const WIDE: Layout = { width: 680, plotHeight: 320, legend: 'right', fontSize: 12 };
/** A column of print (85 mm), and a telephone. */
export const NARROW: Layout = { width: 321, plotHeight: 240, legend: 'bottom', fontSize: 12 };

/** Inter is bundled for PNG; an SVG on a screen without it falls back to the reader's own font. */
export const FONT_FAMILY = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";

/** ECharts measures no text without a browser, so room for it is estimated from how wide Inter's letters are, with slack. */
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
const LINE_HEIGHT = 1.4;

/**
 * ECharts' title component with wrapped lines, and the height it takes from the top. Small: what a figure shows, its caption
 * says; a figure that axes explain has no title.
 */
export function heading(title: string, notes: readonly string[], { width, fontSize }: Layout) {
  const room = width - 2 * MARGIN;
  const titleSize = fontSize + 1;
  const noteSize = fontSize;
  const titleLines = wrapText(title, titleSize, room);
  const noteLines = notes.flatMap((note) => wrapText(note, noteSize, room));
  return {
    height: MARGIN + (titleLines.length * titleSize + noteLines.length * noteSize) * LINE_HEIGHT + MARGIN / 2,
    title: {
      text: titleLines.join('\n'),
      subtext: noteLines.join('\n'),
      left: MARGIN,
      top: MARGIN,
      padding: 0,
      itemGap: 6,
      textStyle: { color: INK, fontSize: titleSize, fontWeight: 600, lineHeight: titleSize * LINE_HEIGHT },
      subtextStyle: { color: MUTED, fontSize: noteSize, lineHeight: noteSize * LINE_HEIGHT },
    },
  } as const;
}

/** "Learning rates: training loss". */
export function sweepTitle(name: string, { label }: MetricFormat): string {
  return `${readableName(name)}: ${label}`;
}

/** What all figures have in common. */
export function baseOption({ fontSize }: Layout) {
  return {
    animation: false,
    backgroundColor: PAPER,
    textStyle: { fontFamily: FONT_FAMILY, fontSize, color: INK },
  } as const;
}
