import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import {
  commandRecord,
  divergedPoints,
  finished,
  learningRatesRecord,
  mixedRecord,
  optimizersRecord,
  trial,
} from '../example-records.ts';
import type { SweepRecord } from '../record.ts';
import { curveChart } from './curve-chart.ts';
import { heatMap } from './heat-map.ts';
import { NARROW, WIDE, type Drawing, type Layout } from './layout.ts';
import { CURVE_COLORS } from './palette.ts';
import { renderPng, renderSvg } from './render.ts';

const loss = (record: SweepRecord, layout: Layout = WIDE) =>
  curveChart(summarize(record), { metric: 'train/loss', by: 'step' }, layout)!;
const accuracy = (record: SweepRecord, layout: Layout = WIDE) =>
  curveChart(summarize(record), { metric: 'test/accuracy', by: 'epoch' }, layout)!;

/** Every text of an SVG, without the markup. */
function textsOf(drawing: Drawing): string[] {
  return [...renderSvg(drawing, 'test').matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

describe('curve charts', () => {
  test('axes are named with their units', () => {
    expect(textsOf(loss(optimizersRecord()))).toEqual(
      expect.arrayContaining(['Optimizers: training loss', 'training loss', 'iteration (optimizer steps)']),
    );
    expect(textsOf(accuracy(optimizersRecord()))).toEqual(
      expect.arrayContaining(['Optimizers: test accuracy', 'test accuracy (%)', 'epoch', '1', '15']),
    );
  });

  test('the legend has every cell, best first, with its outcome', () => {
    const names = [
      'lr 0.01 · relu',
      'lr 0.005 · relu',
      'lr 0.1 · relu (no progress)',
      'lr 0.1 · activation none (diverged)',
    ];
    const texts = textsOf(accuracy(learningRatesRecord()));
    const places = names.map((name) => texts.indexOf(name));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('a smoothed curve says so and shows the recorded one too', () => {
    expect(textsOf(loss(optimizersRecord()))).toContain('Strong: moving mean of 7 points. Faint: as recorded.');
    const lines = renderSvg(loss(optimizersRecord()), 'test').match(new RegExp(`stroke="${CURVE_COLORS[0]}"`, 'g'));
    // Recorded, smoothed and the legend's.
    expect(lines!.length).toBeGreaterThanOrEqual(3);
  });

  test('short curves are not smoothed', () => {
    expect(textsOf(loss(optimizersRecord(1))).join()).not.toContain('moving mean');
  });

  test('seeds are a band, and a diverged seed is marked with the word', () => {
    const texts = textsOf(accuracy(mixedRecord()));
    expect(texts).toContain('Lines: mean over up to 4 seeds. Bands: lowest to highest seed.');
    expect(texts).toContain('1 of 3 diverged');
    expect(renderSvg(accuracy(mixedRecord()), 'test')).toMatch(/fill-opacity="0\.16"|opacity="0\.16"/);
  });

  test('where every cell has the same number of seeds, that is what the lines are the mean over', () => {
    const once = optimizersRecord();
    const again = once.trials.map((other) => ({ ...other, id: `${other.id}-2`, seed: 2 }));
    const texts = textsOf(accuracy({ ...once, trials: [...once.trials, ...again] }));
    expect(texts).toContain('Lines: mean over 2 seeds. Bands: lowest to highest seed.');
  });

  test('a curve at 1e5 is cut off with a note and marked where it leaves', () => {
    const texts = textsOf(loss(learningRatesRecord()));
    expect(texts).toContain('diverged');
    expect(texts.join()).toContain('Values above 2.5 are cut off; the largest is 1.3e+5.');
  });

  test('a sweep that is NaN from the first step on has a chart', () => {
    const points = divergedPoints().map((point) => ({ ...point, value: NaN }));
    const trials = [trial(0, {}, finished(points, 0, 'diverged'))];
    expect(textsOf(loss({ ...optimizersRecord(), trials }))).toEqual(
      expect.arrayContaining(['No value is finite.', 'diverged']),
    );
  });

  test('of many cells the best are named and the others counted', () => {
    const source = optimizersRecord().trials;
    const trials = Array.from({ length: 60 }, (_, at) => ({
      ...source[at % source.length]!,
      ...{ index: at, cellId: String(at), parameters: { lr: at } },
    }));
    const texts = textsOf(accuracy({ ...optimizersRecord(), axes: ['lr'], trials }));
    expect(texts).toContain('48 other cells');
    expect(texts.filter((text) => text.startsWith('lr '))).toHaveLength(12);
  });

  test('of very many cells some stand for the others', () => {
    const source = optimizersRecord().trials;
    const trials = Array.from({ length: 10_000 }, (_, at) => ({
      ...source[at % source.length]!,
      ...{ index: at, cellId: String(at), parameters: { lr: at } },
    }));
    const texts = textsOf(accuracy({ ...optimizersRecord(), axes: ['lr'], trials }));
    expect(texts).toContain('200 of 9,988 other cells');
  });

  test('a metric without epochs is drawn by step, whatever was asked for', () => {
    const summary = summarize(commandRecord());
    for (const by of [undefined, 'step', 'epoch'] as const) {
      const drawing = curveChart(summary, { metric: 'objective', ...(by && { by }) }, WIDE)!;
      expect(textsOf(drawing)).toEqual(expect.arrayContaining(['Command: objective', 'objective', 'step', '100']));
    }
  });

  test('unless told a metric is drawn by epoch where it stands at their ends, else by step', () => {
    const summary = summarize(optimizersRecord());
    expect(textsOf(curveChart(summary, { metric: 'test/loss' }, WIDE)!)).toContain('epoch');
    expect(textsOf(curveChart(summary, { metric: 'train/loss' }, WIDE)!)).toContain('iteration (optimizer steps)');
  });

  test('ticks of values of any size tell them apart', () => {
    const record = commandRecord();
    const scaled = (factor: number) => ({
      ...record,
      trials: record.trials.map((each) => ({
        ...each,
        points: each.points.map((point) => ({ ...point, value: point.value * factor })),
      })),
    });
    const ticksOf = (factor: number) =>
      textsOf(curveChart(summarize(scaled(factor)), { metric: 'objective', by: 'step' }, WIDE)!);
    expect(ticksOf(1e-5)).toEqual(expect.arrayContaining(['0', '5e-6', '1.5e-5', '2.5e-5']));
    expect(ticksOf(0.01)).toEqual(expect.arrayContaining(['0.005', '0.015', '0.025']));
    expect(ticksOf(1e7)).toEqual(expect.arrayContaining(['5e6', '2.5e7']));
  });

  test('a curve of very many points is thinned', () => {
    const points = Array.from({ length: 200_000 }, (_, at) => ({
      name: 'loss',
      step: at,
      value: Math.sin(at / 1e5),
    }));
    const trials = [trial(0, {}, finished(points, 0, 'completed'))];
    const drawing = curveChart(summarize({ ...commandRecord(), trials }), { metric: 'loss' }, WIDE)!;
    expect(renderSvg(drawing, 'test').length).toBeLessThan(100_000);
  });

  test('without points there is no chart', () => {
    expect(
      curveChart(summarize({ ...optimizersRecord(), trials: [] }), { metric: 'train/loss', by: 'step' }, WIDE),
    ).toBeUndefined();
  });
});

describe('heat map', () => {
  test('shows values, outcomes and the best cell of a two-way grid', () => {
    const texts = textsOf(heatMap(summarize(learningRatesRecord()), WIDE)!);
    expect(texts).toEqual(
      expect.arrayContaining(['64.0', 'best', '18.1', 'no progress', '10.0', 'diverged', 'lr', 'activation']),
    );
  });

  test('a parameter that only some cells have goes with the one that decides', () => {
    const texts = textsOf(heatMap(summarize(commandRecord()), WIDE)!);
    expect(texts).toEqual(
      expect.arrayContaining([
        'Command: objective by optimizer · momentum and lr',
        'optimizer · momentum',
        'adam',
        'NaN',
      ]),
    );
    expect(texts).toContain('Final value; darker is better; grey diverged or has no value.');
    expect(texts.filter((text) => text === 'completed')).toEqual([]);
  });

  test('of a large grid is a picture without words, of a moderate size', () => {
    const source = optimizersRecord().trials[0]!;
    const gridOf = (side: number) =>
      Array.from({ length: side * side }, (_, at) => ({
        ...{ ...source, index: at, cellId: String(at) },
        parameters: { lr: at % side, size: Math.floor(at / side) },
      }));
    const record = (side: number) => ({ ...optimizersRecord(), axes: ['lr', 'size'], trials: gridOf(side) });
    const drawing = heatMap(summarize(record(50)), WIDE)!;
    expect(drawing.height).toBeLessThan(1000);
    expect(textsOf(drawing)).not.toContain('65.0');
    expect(heatMap(summarize(record(100)), WIDE)).toBeUndefined();
  });

  test('only where the grid is two-way and complete', () => {
    expect(heatMap(summarize(optimizersRecord()), WIDE)).toBeUndefined();
    const record = learningRatesRecord();
    expect(heatMap(summarize({ ...record, trials: record.trials.slice(1) }), WIDE)).toBeUndefined();
  });
});

describe('rendering', () => {
  const drawings = [WIDE, NARROW].flatMap((layout) => [
    ...[optimizersRecord(), learningRatesRecord(), mixedRecord()].flatMap((record) => [
      loss(record, layout),
      accuracy(record, layout),
    ]),
    heatMap(summarize(learningRatesRecord()), layout)!,
    heatMap(summarize(commandRecord()), layout)!,
    curveChart(summarize(commandRecord()), { metric: 'objective' }, layout)!,
  ]);

  test.each(drawings.map((drawing, at) => ({ number: at + 1, drawing })))(
    'picture $number is a PNG of twice its size with ink of several colours',
    ({ drawing }) => {
      // resvg reads XML strictly: it throws at markup that is not well-formed.
      const png = PNG.sync.read(Buffer.from(renderPng(renderSvg(drawing, 'test'))));
      expect([png.width, png.height]).toEqual([Math.ceil(drawing.width * 2), Math.ceil(drawing.height * 2)]);
      const pixels = new Set<number>();
      for (let at = 0; at < png.data.length; at += 4) pixels.add(png.data.readUInt32BE(at));
      expect(pixels.size).toBeGreaterThan(50);
    },
  );

  test('the same figure is the same text, whatever was drawn before', () => {
    const draw = () => renderSvg(loss(learningRatesRecord()), 'a');
    const first = draw();
    expect(draw()).toBe(first);
    expect(first).not.toMatch(/\bzr\d/);
  });

  test('text is set in the bundled font, by name', () => {
    const svg = renderSvg(loss(optimizersRecord()), 'test');
    expect(svg).toMatch(/font-family:\s*Inter,/);
    expect(svg).not.toContain('NaN');
    expect(svg).not.toContain('Infinity');
  });
});
