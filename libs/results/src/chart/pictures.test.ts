import { describe, expect, test } from 'vitest';
import { networkDrawing } from '../network/network-drawing.ts';
import { bestSoFarPlot, expectedBestPlot } from './best-so-far-plot.ts';
import { classAccuracy } from './class-accuracy.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { explanationsOf, faultsOf } from './drawing-inspection.ts';
import { DEEP_NETWORK, EXAMPLE_NETWORK, EXAMPLE_PREDICTIONS, gridOf, sensitivityOf } from './example-pictures.ts';
import { heatMap } from './heat-map.ts';
import { intervalPlot } from './interval-plot.ts';
import { NARROW, WIDE, type Drawing, type Layout } from './layout.ts';
import { predictedPictures } from './predicted-pictures.ts';
import { renderPng, renderSvg } from './render.ts';
import { seedStrip } from './seed-strip.ts';
import { sensitivityPlot } from './sensitivity-plot.ts';

type Draw = (layout: Layout) => Drawing | undefined;

const sweeps = [2, 6, 21, 120].map((count) => ({ count, summary: gridOf(count, count === 6 ? 10 : 3) }));
const spent = (count: number) => ({
  metric: 'test/accuracy',
  points: Array.from({ length: count }, (_, at) => ({
    ...{ trials: at + 1, elapsedMs: 1000 * at, deviceSeconds: 60 * (at + 1), value: 0.6 - 0.4 / (at + 1) },
  })),
  expected: [1, 2, count].map((trials) => ({ trials, value: 0.6 - 0.3 / trials })),
});

const pictures: [string, Draw][] = [
  ['network', (layout) => networkDrawing(EXAMPLE_NETWORK, layout)],
  ['network of 35 layers', (layout) => networkDrawing(DEEP_NETWORK, layout)],
  ...sweeps.flatMap(({ count, summary }): [string, Draw][] => [
    [`intervals of ${count} cells`, (layout) => intervalPlot(summary, layout)],
    [
      `sensitivity of ${count} cells`,
      (layout) => sensitivityPlot(summary, sensitivityOf(summary, 'lr', ['batch_size']), layout),
    ],
    [
      `scatter of ${count} cells`,
      (layout) => sensitivityPlot(summary, sensitivityOf(summary, 'lr', [], false), layout),
    ],
    ...(count < 6 ? [] : [[`heat map of ${count} cells`, (layout) => heatMap(summary, layout)] as [string, Draw]]),
  ]),
  ['strip of 120 cells', (layout) => seedStrip(sweeps.at(-1)!.summary, layout)],
  ['best so far', (layout) => bestSoFarPlot(sweeps[0]!.summary, spent(12), layout)],
  ['best so far of 10,000', (layout) => bestSoFarPlot(sweeps[0]!.summary, spent(10_000), layout)],
  [
    'expected best',
    (layout) =>
      expectedBestPlot(
        sweeps[0]!.summary,
        [
          { label: 'adam', values: [null, 0.5, 0.6] },
          { label: 'sgd', values: [0.4, 0.5] },
        ],
        layout,
      ),
  ],
  ['predicted pictures', (layout) => predictedPictures(EXAMPLE_PREDICTIONS, layout)],
  ['confusion matrix', (layout) => confusionMatrix(EXAMPLE_PREDICTIONS, layout)],
  ['accuracy by class', (layout) => classAccuracy(EXAMPLE_PREDICTIONS, layout)],
];
const laidOut = pictures.flatMap(([name, draw]) => [
  { name: `${name}, wide`, draw: () => draw(WIDE)!, most: WIDE.width },
  { name: `${name}, narrow`, draw: () => draw(NARROW)!, most: NARROW.width },
]);

describe('every picture', () => {
  test.each(laidOut)('$name: every text is large enough, inside and clear of the others', ({ draw, most }) => {
    const drawing = draw();
    expect(drawing.width).toBeLessThanOrEqual(most);
    expect(faultsOf(drawing)).toEqual([]);
  });

  test.each(laidOut)('$name: the same again, and strict enough for PNG', ({ draw }) => {
    const svg = renderSvg(draw(), 'test');
    expect(renderSvg(draw(), 'test')).toBe(svg);
    // resvg reads XML strictly: it throws at markup that is not well-formed. Paper alone would be much smaller.
    expect(renderPng(svg).length).toBeGreaterThan(3000);
  });
});

test('a name full of markup is text in every picture that shows it', () => {
  const evil = '<script>&"\u001b[31m';
  const hostile = { ...gridOf(6), axes: [evil, 'batch_size'] };
  const cells = hostile.cells.map((cell) => ({ ...cell, label: `${evil} ${cell.cellId}` }));
  const predictions = { ...EXAMPLE_PREDICTIONS, classes: EXAMPLE_PREDICTIONS.classes.map((name) => evil + name) };
  const drawings = [
    intervalPlot({ ...hostile, cells }, WIDE)!,
    sensitivityPlot({ ...hostile, cells }, { ...sensitivityOf(hostile, 'lr', []), axis: evil }, WIDE)!,
    networkDrawing({ ...EXAMPLE_NETWORK, layers: [{ kind: 'dense', name: evil, units: 3 }] }, WIDE),
    ...[predictedPictures, confusionMatrix, classAccuracy].map((draw) => draw(predictions, WIDE)!),
  ];
  for (const drawing of drawings) {
    const svg = renderSvg(drawing, 'test');
    expect(svg).not.toContain('<script>');
    expect(svg).not.toContain('\u001b');
    expect(renderPng(svg).length).toBeGreaterThan(1000);
  }
  expect(explanationsOf(drawings[0]!).join()).toContain('<script>');
});
