import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { seededRecord, type ExampleCell } from '../example-seeds.ts';
import { explanationsOf, faultsOf, textsOf } from './drawing-inspection.ts';
import { sensitivityOf } from './example-pictures.ts';
import { NARROW, WIDE, type Drawing } from './layout.ts';
import { renderSvg } from './render.ts';
import { sensitivityPlot } from './sensitivity-plot.ts';

const RATES = [0.001, 0.005, 0.01, 0.1];
const record = (cells: readonly ExampleCell[], axes = ['lr', 'activation'], seeds = 3) =>
  summarize(seededRecord('sensitivity', axes, cells, { seeds, noise: 0.01 }));
const grid = record(
  ['relu', 'none'].flatMap((activation, at) =>
    RATES.map((lr, place) => ({
      ...{ parameters: { lr, activation }, level: 0.4 + 0.05 * place - 0.02 * at },
      ...(at === 1 && lr === 0.1 && { diverges: [0, 1, 2] }),
      ...(at === 1 && lr === 0.01 && { diverges: [2] }),
    })),
  ),
);
const count = (drawing: Drawing, tag: RegExp) => [...renderSvg(drawing, 'test').matchAll(tag)].length;

describe('sensitivity', () => {
  test('each value is a tick of a logarithmic axis, each setting a named line', () => {
    const drawing = sensitivityPlot(grid, sensitivityOf(grid, 'lr', ['activation']), WIDE)!;
    expect(textsOf(drawing)).toEqual(
      expect.arrayContaining(['0.001', '0.005', '0.01', '0.1', 'lr', 'test accuracy (%)', 'relu']),
    );
    expect(textsOf(drawing).join(' ')).toContain('Lines: mean over 3 seeds; bands: 95 % interval of the mean.');
    expect(count(drawing, /<polygon[^>]*fill-opacity="0.15"/g)).toBe(2);
  });

  test('what diverged stands at the foot with its seeds, and the line does not go on over it', () => {
    const drawing = sensitivityPlot(grid, sensitivityOf(grid, 'lr', ['activation']), WIDE)!;
    expect(textsOf(drawing)).toEqual(expect.arrayContaining(['diverged', '1/3', '3/3']));
    expect(textsOf(drawing).join(' ')).toContain('Dashed rings: mean of the seeds that did not.');
    const lines = [...renderSvg(drawing, 'test').matchAll(/<polyline points="([^"]*)"/g)].map(
      ([, points]) => points!.split(' ').length,
    );
    // relu over all four rates, none over the two of which no seed diverged, and the samples of both in the legend.
    expect(lines.toSorted()).toEqual([2, 2, 2, 4]);
  });

  test('a random search is a dot a cell with the moving median', () => {
    const cells = Array.from({ length: 60 }, (_, at) => ({
      parameters: { lr: 10 ** (-4 + (3 * at) / 60), optimizer: ['adam', 'sgd'][at % 2]! },
      level: 0.3 + 0.3 * Math.sin(at / 19),
      ...(at === 59 && { diverges: [0] }),
    }));
    const summary = record(cells, ['lr', 'optimizer'], 1);
    const drawing = sensitivityPlot(summary, sensitivityOf(summary, 'lr', ['optimizer'], false), WIDE)!;
    expect(textsOf(drawing).join(' ')).toContain('Dots: cells. Lines: moving median. ×: at least one seed diverged.');
    expect(count(drawing, /<polyline/g)).toBe(2);
    // Cells, and the foot's mark.
    expect(explanationsOf(drawing)).toHaveLength(60);
  });

  test('of many settings the best are named and the others grey', () => {
    const cells = Array.from({ length: 12 }, (_, at) =>
      RATES.map((lr) => ({ parameters: { lr, batch: at }, level: 0.3 + at / 50 })),
    ).flat();
    const summary = record(cells, ['lr', 'batch'], 1);
    const texts = textsOf(sensitivityPlot(summary, sensitivityOf(summary, 'lr', ['batch']), NARROW)!);
    expect(texts.filter((text) => text.startsWith('batch '))).toHaveLength(7);
    expect(texts).toContain('batch 11');
    expect(texts).toContain('5 others');
  });

  test('marks of what diverged do not cover the word, nor each other’s numbers', () => {
    const cells = ['a', 'b', 'c'].flatMap((name) =>
      [0.001, 0.002, 0.003, 0.1].map((lr, at) => ({
        parameters: { lr, name },
        level: 0.5,
        ...(at < 3 && { diverges: [0] }),
      })),
    );
    const summary = record(cells, ['lr', 'name'], 2);
    for (const layout of [WIDE, NARROW])
      expect(faultsOf(sensitivityPlot(summary, sensitivityOf(summary, 'lr', ['name']), layout)!)).toEqual([]);
  });

  test('before a trial has finished there is none', () => {
    const { trials, ...rest } = seededRecord('none', ['lr'], [{ parameters: { lr: 1 }, level: 0.5 }], {
      seeds: 1,
      noise: 0,
    });
    const summary = summarize({ ...rest, trials: trials.map((trial) => ({ ...trial, state: 'running' as const })) });
    expect(sensitivityPlot(summary, sensitivityOf(summary, 'lr', []), WIDE)).toBeUndefined();
  });
});
