import { readFile } from 'node:fs/promises';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { NARROW, WIDE, type Drawing } from './layout.ts';
import { fontFiles, renderPng, renderPngs, renderSvg } from './render.ts';

const text = '<text x="4" y="20" font-family="Inter" font-size="12">loss</text>';
const drawing = (width: number, svg = text): Drawing => ({ width, height: 100, svg });

test('both weights are TrueType files', async () => {
  const starts = await Promise.all(fontFiles().map(async (file) => (await readFile(file)).readUInt32BE(0)));
  expect(starts).toEqual([0x00010000, 0x00010000]);
});

test('an SVG is as wide as a page or a column of print, in pixels of its own', () => {
  expect(renderSvg(drawing(WIDE.width), 'a')).toMatch(
    /^<svg [^>]*width="180mm" height="26.47mm" viewBox="0 0 680 100">/,
  );
  expect(renderSvg(drawing(NARROW.width), 'a')).toMatch(/^<svg [^>]*width="85mm" [^>]*viewBox="0 0 321 100">/);
});

test('ids inside and what refers to them are of the figure', () => {
  const inside = '<clipPath id="plot"/><g clip-path="url(#plot)"><use xlink:href="#plot"/></g>';
  expect(renderSvg(drawing(10, inside), 'fig')).toContain(
    '<clipPath id="fig-plot"/><g clip-path="url(#fig-plot)"><use xlink:href="#fig-plot"/></g>',
  );
});

test('a PNG has 300 dots an inch, says so, and text leaves ink in it', () => {
  const png = Buffer.from(renderPng(renderSvg(drawing(NARROW.width), 'a')));
  const { width, data } = PNG.sync.read(png, { checkCRC: true });
  expect(Math.abs(width - (85 / 25.4) * 300)).toBeLessThan(2);
  const darkest = data.reduce((least, byte) => Math.min(least, byte), 255);
  expect(darkest).toBeLessThan(50);
  const at = png.indexOf('pHYs');
  // 300 an inch are 11811 a metre; unit 1 is the metre.
  expect([png.readUInt32BE(at + 4), png.readUInt32BE(at + 8), png.readUInt8(at + 12)]).toEqual([11811, 11811, 1]);
});

test('many PNGs are those of one by one, in their order', async () => {
  const svgs = [30, 60, 90, 120, 150, 180].map((width) => renderSvg(drawing(width), 'a'));
  const files = await renderPngs(svgs);
  expect(files.map((file) => Buffer.from(file))).toEqual(svgs.map((svg) => Buffer.from(renderPng(svg))));
});
