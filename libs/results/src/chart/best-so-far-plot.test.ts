import { describe, expect, test } from 'vitest';
import type { BestSoFar } from '../profile/profile.ts';
import { bestSoFarPlot, expectedBestPlot } from './best-so-far-plot.ts';
import { textsOf } from './drawing-inspection.ts';
import { gridOf } from './example-pictures.ts';
import { NARROW, WIDE, type Drawing } from './layout.ts';
import { CURVE_COLORS } from './palette.ts';
import { renderSvg } from './render.ts';

const summary = gridOf(2);
const values = [undefined, 0.3, 0.3, 0.5, 0.5, 0.62];
const best: BestSoFar = {
  metric: 'test/accuracy',
  points: values.map((value, at) => ({
    ...{ trials: at + 1, elapsedMs: 1000 * at, deviceSeconds: 100 * (at + 1) },
    ...(value !== undefined && { value }),
  })),
  expected: [1, 3, 6].map((trials) => ({ trials, value: 0.62 - 0.3 / trials })),
};

const stairs = (drawing: Drawing) =>
  [
    ...renderSvg(drawing, 'test').matchAll(
      new RegExp(`<polyline points="([^"]*)"[^>]*stroke="${CURVE_COLORS[0]}"`, 'g'),
    ),
  ].map(([, points]) => points!.split(' ').map((point) => point.split(',').map(Number)));

describe('best so far', () => {
  test('is a stair against trials and against device time, with what a random order gives', () => {
    const texts = textsOf(bestSoFarPlot(summary, best, WIDE)!);
    expect(texts).toEqual(
      expect.arrayContaining([
        'best test accuracy (%) so far',
        'trials ended',
        'device time (min)',
        'as it happened',
        'expected in a random order',
      ]),
    );
  });

  test('a value holds until a better one is found, and to the end', () => {
    const [trials, time] = stairs(bestSoFarPlot(summary, best, WIDE)!);
    for (const corners of [trials!, time!]) {
      // Found at trials 2, 4 and 6: three values, two steps with two corners each, and the end.
      expect(corners).toHaveLength(7);
      for (const [at, [x, y]] of corners.entries()) {
        if (at === 0) continue;
        const [beforeX, beforeY] = corners[at - 1]!;
        expect(x! >= beforeX! && y! <= beforeY!).toBe(true);
        expect(x === beforeX || y === beforeY).toBe(true);
      }
    }
  });

  test('a metric that goes down has its steps down', () => {
    const losses = {
      ...best,
      metric: 'test/loss',
      points: best.points.map((point) => ({ ...point, ...(point.value !== undefined && { value: 1 - point.value }) })),
    };
    const [corners] = stairs(bestSoFarPlot(summary, losses, WIDE)!);
    expect(corners![0]![1]).toBeLessThan(corners!.at(-1)![1]!);
  });

  test('without times there is one panel, without a value no picture', () => {
    const timeless = { ...best, points: best.points.map((point) => ({ ...point, deviceSeconds: 0 })) };
    expect(textsOf(bestSoFarPlot(summary, timeless, NARROW)!).join()).not.toContain('device time');
    expect(bestSoFarPlot(summary, { ...best, points: best.points.slice(0, 1) }, WIDE)).toBeUndefined();
  });

  test('the early steps of a long search are seen', () => {
    const long = {
      ...best,
      points: Array.from({ length: 10_000 }, (_, at) => ({
        trials: at + 1,
        elapsedMs: at,
        deviceSeconds: at + 1,
        value: at < 100 ? 0.3 : 0.6,
      })),
    };
    const drawing = bestSoFarPlot(summary, { ...long, expected: [] }, WIDE)!;
    expect(textsOf(drawing)).toEqual(expect.arrayContaining(['1', '100']));
    const [corners] = stairs(drawing);
    // Half of the decades are behind the hundredth trial.
    const [start, step, end] = [corners![0]![0]!, corners![1]![0]!, corners!.at(-1)![0]!];
    expect((step - start) / (end - start)).toBeCloseTo(0.5, 1);
  });
});

describe('expected best', () => {
  const expected = [
    { label: 'sgd', values: [0.2, 0.3, 0.4] },
    { label: 'adam', values: [null, 0.5, 0.6] },
  ];

  test('names the subject’s values, best first', () => {
    const texts = textsOf(expectedBestPlot(summary, expected, WIDE)!);
    expect(texts.indexOf('adam')).toBeGreaterThan(-1);
    expect(texts.indexOf('adam')).toBeLessThan(texts.indexOf('sgd'));
    expect(texts).toEqual(expect.arrayContaining(['expected best test accuracy (%)', 'settings tried', '1', '2', '3']));
  });

  test('of many the best are drawn and the others counted', () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ label: `o${at}`, values: [0.1, 0.1 + at / 20] }));
    const texts = textsOf(expectedBestPlot(summary, many, NARROW)!);
    expect(texts).toContain('o8');
    expect(texts).not.toContain('o1');
    expect(texts.join(' ')).toContain('The best 7; 2 others are not drawn.');
  });

  test('one setting each is no curve', () => {
    expect(expectedBestPlot(summary, [{ label: 'adam', values: [0.5] }], WIDE)).toBeUndefined();
  });
});
