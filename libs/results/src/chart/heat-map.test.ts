import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord } from '../example-records.ts';
import { seededRecord, type ExampleCell } from '../example-seeds.ts';
import { explanationsOf, textsOf } from './drawing-inspection.ts';
import { gridOf } from './example-pictures.ts';
import { heatMap } from './heat-map.ts';
import { NARROW, WIDE, type Drawing } from './layout.ts';
import { PAPER } from './palette.ts';
import { renderSvg } from './render.ts';
import { SHADE, shade } from './shade.ts';

const cellsOf = (of: (row: number, column: number) => Omit<ExampleCell, 'parameters'>): ExampleCell[] =>
  [0, 1].flatMap((row) =>
    [0.001, 0.01, 0.1].map((lr, column) => ({
      parameters: { lr, activation: ['relu', 'none'][row]! },
      ...of(row, column),
    })),
  );
const mapOf = (cells: readonly ExampleCell[], layout = WIDE) =>
  heatMap(summarize(seededRecord('heat', ['lr', 'activation'], cells, { seeds: 3, noise: 0.001 })), layout)!;

/** Opacities of the tiles' shades; those of the scale's steps have no edges smoothed. */
const opacities = (drawing: Drawing) =>
  [
    ...renderSvg(drawing, 'test').matchAll(new RegExp(`<rect[^>]*fill="${SHADE}" fill-opacity="([^"]*)"([^>]*)>`, 'g')),
  ].flatMap(([, opacity, rest]) => (rest!.includes('crispEdges') ? [] : [Number(opacity)]));

describe('heat map', () => {
  const levels = [0.3, 0.5, 0.4, 0.2, 0.35, 0.45];
  const plain = mapOf(cellsOf((row, column) => ({ level: levels[3 * row + column]! })));

  test('has the mean at each crossing, both axes, and the ends of its scale', () => {
    const texts = textsOf(plain);
    expect(texts).toEqual(expect.arrayContaining(['lr', 'activation', 'relu', 'none', '0.001', '0.1', '49.9']));
    expect(texts.filter((text) => /^\d\d\.\d %$/.test(text)).map(Number.parseFloat)).toEqual([
      expect.closeTo(20, 0),
      expect.closeTo(50, 0),
    ]);
    expect(texts).toContain('Framed: best.');
  });

  test('the better, the stronger, from the weakest shade to the full one', () => {
    const strengths = opacities(plain);
    // Column by column.
    const order = [0, 3, 1, 4, 2, 5].map((at) => levels[at]!);
    const byLevel = order.map((level, at) => ({ level, opacity: strengths[at]! })).sort((a, b) => a.level - b.level);
    expect(byLevel.map(({ opacity }) => opacity)).toEqual(strengths.toSorted((a, b) => a - b));
    expect([Math.min(...strengths), Math.max(...strengths)]).toEqual([shade(0).opacity, 1]);
  });

  test('what diverged is hatched with the word and takes no part in the scale', () => {
    const drawing = mapOf(
      cellsOf((row, column) => ({
        level: 0.4 + 0.01 * column,
        ...(row === 1 && column > 0 && { diverges: column === 1 ? [0] : [0, 1, 2] }),
      })),
    );
    const texts = textsOf(drawing);
    expect(texts).toEqual(expect.arrayContaining(['diverged', '1/3 diverged']));
    expect(texts.join(' ')).toContain('Hatched: seeds diverged.');
    expect(opacities(drawing)).toHaveLength(4);
    expect(explanationsOf(drawing)).toContain('lr 0.01 · activation none: 1 of 3 diverged');
  });

  test('what stayed at chance is blank, says so, and does not stretch the scale', () => {
    const drawing = mapOf(cellsOf((row, column) => ({ level: row === 1 && column === 2 ? 0.1 : 0.5 + 0.05 * column })));
    expect(textsOf(drawing)).toContain('at chance');
    expect(opacities(drawing)).toHaveLength(5);
    const [low] = textsOf(drawing).flatMap((text) => (/ %$/.test(text) ? [Number.parseFloat(text)] : []));
    expect(low).toBeGreaterThan(45);
  });

  test('what could be best has a dot, and the highest mean is not called best', () => {
    const cells = cellsOf((row, column) => ({ level: row === 0 && column < 2 ? 0.5 : 0.2 }));
    const summary = summarize(seededRecord('heat', ['lr', 'activation'], cells, { seeds: 4, noise: 0.03 }));
    const couldBe = summary.comparison.cells.filter(({ standing }) => standing === 'could-be-best');
    expect(couldBe).toHaveLength(2);
    const drawing = heatMap(summary, WIDE)!;
    expect(renderSvg(drawing, 'test').match(/<circle/g)).toHaveLength(2);
    expect(textsOf(drawing).join(' ')).toContain('Framed: highest mean. Dot: could be best.');
  });

  test('of a large grid is a picture without words, of a bounded size', () => {
    const summary = gridOf(968, 1);
    for (const layout of [WIDE, NARROW]) {
      const drawing = heatMap(summary, layout)!;
      expect(drawing.height).toBeLessThan(600);
      expect(renderSvg(drawing, 'test').length).toBeLessThan(150_000);
      expect(textsOf(drawing).join(' ')).toContain('Crossed: seeds diverged.');
    }
    expect(heatMap(gridOf(5000, 1), WIDE)).toBeUndefined();
  });

  test('stands on the page’s own paper', () => {
    const fills = [...renderSvg(plain, 'test').matchAll(/ fill="(#[0-9a-f]{6})"/g)].map(([, fill]) => fill);
    expect(new Set(fills)).toContain(PAPER);
    expect(fills).not.toContain('#e8f1f8');
  });

  test('a parameter that only some cells have goes with the one that decides', () => {
    const drawing = heatMap(summarize(commandRecord()), WIDE)!;
    expect(textsOf(drawing)).toEqual(expect.arrayContaining(['optimizer · momentum', 'adam', 'lr', '1/2 diverged']));
    // The best cell's is the smaller end: its metric is to go down.
    expect(textsOf(drawing).some((text) => text.endsWith('(lower is better)'))).toBe(true);
  });

  test('only where the grid is two-way and complete', () => {
    const record = seededRecord(
      'heat',
      ['lr', 'activation'],
      cellsOf(() => ({ level: 0.5 })),
      { seeds: 1, noise: 0 },
    );
    expect(heatMap(summarize({ ...record, trials: record.trials.slice(1) }), WIDE)).toBeUndefined();
    expect(heatMap(summarize({ ...record, axes: ['lr'] }), WIDE)).toBeUndefined();
  });
});
