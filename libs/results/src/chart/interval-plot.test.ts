import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { seededRecord } from '../example-seeds.ts';
import { explanationsOf, textBoxes, textsOf } from './drawing-inspection.ts';
import { gridOf } from './example-pictures.ts';
import { intervalPlot } from './interval-plot.ts';
import { NARROW, WIDE } from './layout.ts';
import { CURVE_COLORS } from './palette.ts';
import { renderSvg } from './render.ts';

const sweepOf = (levels: readonly number[], seeds: number, noise = 0.004) =>
  summarize(
    seededRecord(
      'intervals',
      ['lr'],
      levels.map((level, at) => ({ parameters: { lr: at }, level })),
      { seeds, noise },
    ),
  );
const circles = (svg: string, look: RegExp) =>
  [...svg.matchAll(/<circle[^>]*>/g)].filter(([tag]) => look.test(tag)).length;
const SEED = new RegExp(`fill="${CURVE_COLORS[0]}"[^>]*fill-opacity`);

describe('interval plot', () => {
  test('has every seed as a dot, cells by rank, and says what its marks are', () => {
    const drawing = intervalPlot(sweepOf([0.5, 0.6, 0.4], 5), WIDE)!;
    expect(circles(renderSvg(drawing, 'test'), SEED)).toBe(15);
    const texts = textsOf(drawing);
    expect(texts.filter((text) => text.startsWith('lr '))).toEqual(['lr 1', 'lr 0', 'lr 2']);
    expect(texts.join(' ')).toContain('Dots: single seeds. Bars: 95 % interval of a cell’s mean.');
    expect(texts).toEqual(expect.arrayContaining(['best', 'test accuracy (%)', 'better than the best other (points)']));
  });

  test('what the seeds cannot tell from the best is shaded and says so', () => {
    const drawing = intervalPlot(sweepOf([0.6, 0.602, 0.3], 5, 0.03), WIDE)!;
    expect(textsOf(drawing).filter((text) => text === 'could be best')).toHaveLength(2);
    const shaded = [...renderSvg(drawing, 'test').matchAll(/<rect[^>]*fill-opacity="0.12"[^>]*>/g)];
    expect(shaded).toHaveLength(2);
  });

  test('with one seed there are dots alone, and no claim', () => {
    const texts = textsOf(intervalPlot(sweepOf([0.5, 0.6], 1), WIDE)!).join(' ');
    expect(texts).toContain('Dots: single seeds.');
    expect(texts).not.toMatch(/95|best|Shaded/);
  });

  test('what diverged stands below without an interval', () => {
    const drawing = intervalPlot(gridOf(20), WIDE)!;
    const boxes = textBoxes(drawing);
    const middleOf = (text: string) =>
      boxes.filter((box) => box.text === text).map(({ top, bottom }) => (top + bottom) / 2);
    const compared = Math.max(
      ...boxes
        .filter(({ text }) => /^lr /.test(text))
        .map(({ bottom }) => bottom)
        .sort((x, y) => x - y)
        .slice(0, -2),
    );
    expect(middleOf('1/3 diverged')[0]).toBeGreaterThan(compared);
    expect(middleOf('3/3 diverged')[0]).toBeGreaterThan(compared);
    expect(explanationsOf(drawing).filter((text) => text.includes('diverged'))).toEqual([
      'lr 0.0001 · batch_size 32: 1 of 3 diverged',
      'lr 0.0193 · batch_size 48: 3 of 3 diverged',
    ]);
  });

  test('of 1,000 cells the best are drawn and the others counted', () => {
    const summary = gridOf(1000, 2);
    const [wide, narrow] = [intervalPlot(summary, WIDE)!, intervalPlot(summary, NARROW)!];
    expect(textsOf(wide).join(' ')).toMatch(/9\d\d more cells are not drawn\./);
    expect(wide.height).toBeLessThan(1100);
    expect(narrow.height).toBeLessThan(1700);
    expect(renderSvg(wide, 'test').length).toBeLessThan(100_000);
  });

  test('a cell far from the others is told and not drawn where it is not', () => {
    const drawing = intervalPlot(sweepOf([0.6, 0.59, 0.58, 0.57, 0.1], 5), WIDE)!;
    const texts = textsOf(drawing);
    expect(texts.join(' ')).toContain('Arrows: beyond the axis.');
    expect(texts.some((text) => /^(9|10)\.\d %$/.test(text))).toBe(true);
    expect(circles(renderSvg(drawing, 'test'), SEED)).toBe(20);
  });

  test('a pointer finds the numbers', () => {
    const explanations = explanationsOf(intervalPlot(sweepOf([0.5, 0.6], 3), WIDE)!);
    expect(explanations[0]).toMatch(/^lr 1: mean \d\d\.\d % over 3 seeds, 95 % interval \d\d\.\d % to \d\d\.\d %$/);
    expect(explanations.at(-1)).toMatch(/^lr 0: −\d+\.\d points better than the best other, 95 % interval /);
  });

  test('nothing compared, no picture', () => {
    const record = seededRecord('none', ['lr'], [{ parameters: { lr: 1 }, level: 0.5, diverges: [0] }], {
      seeds: 1,
      noise: 0,
    });
    expect(intervalPlot(summarize(record), WIDE)).toBeUndefined();
  });
});
