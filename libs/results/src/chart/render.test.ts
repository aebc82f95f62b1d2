import { readFile } from 'node:fs/promises';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { fontFiles, renderPng } from './render.ts';

test('both weights are TrueType files', async () => {
  const starts = await Promise.all(fontFiles().map(async (file) => (await readFile(file)).readUInt32BE(0)));
  expect(starts).toEqual([0x00010000, 0x00010000]);
});

test('text of an SVG leaves ink in the PNG', () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30"><text x="4" y="20" style="font-family:Inter">loss</text></svg>`;
  const { data } = PNG.sync.read(Buffer.from(renderPng(svg)));
  expect(data.some((byte) => byte > 0)).toBe(true);
});
