import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { explanationsOf, textsOf } from './drawing-inspection.ts';
import { EXAMPLE_PREDICTIONS, pictureOf } from './example-pictures.ts';
import { NARROW, WIDE } from './layout.ts';
import { predictedPictures } from './predicted-pictures.ts';
import { renderPng, renderSvg } from './render.ts';

const drawn = (...examples: ReturnType<typeof pictureOf>[]) =>
  predictedPictures({ ...EXAMPLE_PREDICTIONS, examples }, WIDE)!;

describe('predicted pictures', () => {
  test('what was recognised has its name, a mistake both, and not by colour alone', () => {
    const drawing = drawn(pictureOf(0, 3, 3, 0.7), pictureOf(1, 8, 5, 0.6));
    const texts = textsOf(drawing);
    expect(texts).toEqual(
      expect.arrayContaining(['From the test set', 'cat', 'Mistakes, surest first', 'dog', 'is ship']),
    );
    const svg = renderSvg(drawing, 'test');
    expect(svg.match(/stroke-dasharray="5 3"/g)).toHaveLength(1);
    expect(explanationsOf(drawing)).toEqual([
      'Picture 0 of the test set is cat, taken for cat (70%)',
      'Picture 1 of the test set is ship, taken for dog (60%)',
    ]);
  });

  test('the most likely classes are bars as long as they are likely', () => {
    const svg = renderSvg(drawn(pictureOf(0, 3, 3, 0.5)), 'test');
    const bars = [...svg.matchAll(/<rect x="[^"]*" y="[^"]*" width="([^"]*)" height="4"/g)].map(([, width]) =>
      Number(width),
    );
    expect(bars).toHaveLength(6);
    expect(bars[1]! / bars[0]!).toBeCloseTo(0.5, 2);
    expect(bars[3]! / bars[2]!).toBeCloseTo(0.5 / 9, 2);
  });

  test('mistakes stand by how sure they were, each picture once', () => {
    const drawing = drawn(pictureOf(0, 1, 2, 0.5), pictureOf(1, 1, 3, 0.9), pictureOf(2, 4, 4, 0.9));
    expect(explanationsOf(drawing).map((text) => text.slice(0, 9))).toEqual(['Picture 2', 'Picture 1', 'Picture 0']);
  });

  test('pictures keep their pixels: red, green and blue, enlarged without smoothing', () => {
    const picture = { ...pictureOf(0, 0, 0, 1), width: 2, height: 1, rgb: Uint8Array.of(250, 10, 20, 30, 40, 240) };
    const svg = renderSvg(drawn(picture), 'test');
    const [, data] = /href="data:image\/png;base64,([^"]*)"/.exec(svg)!;
    const png = PNG.sync.read(Buffer.from(data!, 'base64'));
    expect([...png.data.subarray(0, 3)]).toEqual([250, 10, 20]);
    expect([...png.data.subarray(4 * (png.width - 1), 4 * (png.width - 1) + 3)]).toEqual([30, 40, 240]);
    expect(svg).toContain('image-rendering:pixelated');
    const page = PNG.sync.read(Buffer.from(renderPng(svg)));
    const colors = new Set<string>();
    for (let at = 0; at < page.data.length; at += 4) colors.add(page.data.subarray(at, at + 3).join());
    expect(colors).toContain('250,10,20');
    expect(colors).toContain('30,40,240');
  });

  test('of many a readable number is drawn', () => {
    const examples = Array.from({ length: 200 }, (_, at) => pictureOf(at, at % 10, (at + (at % 2)) % 10, 0.5));
    const count = (layout: typeof WIDE) =>
      explanationsOf(predictedPictures({ ...EXAMPLE_PREDICTIONS, examples }, layout)!).length;
    expect([count(WIDE), count(NARROW)]).toEqual([16, 10]);
    expect(predictedPictures({ ...EXAMPLE_PREDICTIONS, examples: [] }, WIDE)).toBeUndefined();
  });
});
