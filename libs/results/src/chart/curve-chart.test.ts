import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord, learningRatesRecord, mixedRecord, optimizersRecord } from '../example-records.ts';
import { divergedSeedsRecord, gridRecord, largeRecord, seededOptimizersRecord } from '../example-seeds.ts';
import type { SweepRecord } from '../record.ts';
import { curveChart } from './curve-chart.ts';
import { LEAST_FONT_SIZE, NARROW, WIDE, type Layout } from './layout.ts';
import { renderPng, renderSvg } from './render.ts';

const draw = (record: SweepRecord, metric: string, layout: Layout = WIDE) =>
  curveChart(summarize(record), { metric }, layout)!;
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
/** Of each element with such a part, its data-cell. */
const cellsOf = (svg: string, part: string) =>
  [...svg.matchAll(new RegExp(`data-part="${part}" data-cell="([^"]*)"`, 'g'))].map(([, cell]) => cell!);
/** Vertical places of texts, in pixels. */
const heightOf = (svg: string, text: string) => Number(new RegExp(`y="([\\d.]+)"[^>]*>${text}</text>`).exec(svg)![1]);

const RECORDS: readonly (readonly [string, SweepRecord, string])[] = [
  ['one seed', optimizersRecord(), 'train/loss'],
  ['three seeds', seededOptimizersRecord({ seeds: 3 }), 'test/accuracy'],
  ['a grid with a cell that diverged', learningRatesRecord(), 'train/loss'],
  ['a sweep that runs', mixedRecord(), 'test/accuracy'],
  ['seeds that diverged', divergedSeedsRecord(), 'train/loss'],
  ['a command', commandRecord(), 'objective'],
  ['many cells', gridRecord(), 'test/accuracy'],
  ['very many cells', largeRecord({ cells: 1000, seeds: 1, points: 5 }), 'test/accuracy'],
];

describe.each(RECORDS)('curves of %s', (_, record, metric) => {
  test.each([WIDE, NARROW])('are $width px wide, of bounded height, with no small text', (layout) => {
    const drawing = draw(record, metric, layout);
    const svg = renderSvg(drawing, 'test');
    expect(drawing.width).toBe(layout.width);
    expect(drawing.height).toBeLessThan(700);
    const sizes = [...svg.matchAll(/font-size[=:]\s*"?([\d.]+)/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(LEAST_FONT_SIZE);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.length).toBeLessThan(120_000);
    // resvg reads XML strictly: it throws at markup that is not well-formed.
    const { data } = PNG.sync.read(Buffer.from(renderPng(svg)));
    expect(new Set(new Uint32Array(data.buffer, data.byteOffset, data.length / 4)).size).toBeGreaterThan(50);
  });
});

test('axes are named with their units', () => {
  const texts = (metric: string) => textsOf(renderSvg(draw(optimizersRecord(), metric), 'a'));
  expect(texts('train/loss')).toEqual(expect.arrayContaining(['training loss', 'iteration (optimizer steps)', '1.0']));
  expect(texts('test/accuracy')).toEqual(expect.arrayContaining(['test accuracy (%)', 'epoch', '1', '15']));
});

test('every cell is a curve and a name that belong together', () => {
  const svg = renderSvg(draw(seededOptimizersRecord(), 'test/accuracy'), 'a');
  expect(cellsOf(svg, 'curve')).toHaveLength(5);
  expect(cellsOf(svg, 'label').sort()).toEqual(cellsOf(svg, 'curve').sort());
});

describe('names', () => {
  const ends = ['adam', 'rmsprop', 'momentum', 'adagrad', 'sgd'];

  test('stand at the ends of their curves in a wide layout', () => {
    const svg = renderSvg(draw(seededOptimizersRecord(), 'test/accuracy'), 'a');
    const heights = ends.map((name) => heightOf(svg, name));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    // adam ends near 64 %, sgd near 33 %: on an axis of at most 100 that is far apart.
    expect(heights.at(-1)! - heights[0]!).toBeGreaterThan(80);
  });

  test('stand below, best first, in a narrow one', () => {
    const texts = textsOf(renderSvg(draw(seededOptimizersRecord(), 'test/accuracy', NARROW), 'a'));
    expect(texts.filter((text) => ends.includes(text))).toEqual(ends);
  });

  test('of many cells count those that have none', () => {
    expect(textsOf(renderSvg(draw(gridRecord(), 'test/accuracy'), 'a'))).toContain('13 others');
  });
});

test('what the reader must know stands below', () => {
  const texts = textsOf(renderSvg(draw(seededOptimizersRecord(), 'test/accuracy'), 'a'));
  expect(texts.join(' ')).toContain('Mean of 10 seeds; band: 95\u00A0% interval of the mean.');
});

test('recorded values are faint only where curves are smoothed and have no band', () => {
  const faint = (record: SweepRecord, metric: string) =>
    [...renderSvg(draw(record, metric), 'a').matchAll(/stroke-opacity="0.35"/g)].length;
  expect(faint(optimizersRecord(), 'train/loss')).toBe(5);
  expect(faint(optimizersRecord(), 'test/accuracy')).toBe(0);
  expect(faint(seededOptimizersRecord(), 'train/loss')).toBe(0);
});

test('the same figure is the same text', () => {
  const once = () => renderSvg(draw(learningRatesRecord(), 'train/loss'), 'a');
  expect(once()).toBe(once());
});
