import { expect, test } from 'vitest';
import { textsOf } from './drawing-inspection.ts';
import { gridOf } from './example-pictures.ts';
import { NARROW, WIDE } from './layout.ts';
import { renderSvg } from './render.ts';
import { seedStrip } from './seed-strip.ts';

test('every seed of every compared cell is a dot, and of those that did not diverge a ring', () => {
  const summary = gridOf(60, 3);
  const svg = renderSvg(seedStrip(summary, WIDE)!, 'test');
  const compared = summary.comparison.cells.length;
  const rings = summary.comparison.left.length;
  expect(compared + rings).toBe(60);
  const [dots, hollow] = [/<circle[^>]*fill-opacity/g, /<circle[^>]*fill="none"/g].map(
    (look) => svg.match(look)!.length,
  );
  expect(dots).toBe(3 * compared);
  const survivors = summary.cells.flatMap(({ outcomes, runs }) =>
    outcomes.diverged > 0 ? runs.filter(({ diverged }) => !diverged) : [],
  );
  expect(hollow).toBe(survivors.length);
});

test('the shade says how many cells could be best', () => {
  const summary = gridOf(60, 3);
  const couldBe = summary.comparison.cells.filter(
    ({ standing }) => standing === 'best' || standing === 'could-be-best',
  ).length;
  expect(textsOf(seedStrip(summary, NARROW)!).join(' ')).toContain(`Shaded: ${couldBe} cell`);
});

test('an interval plot does for few cells', () => {
  expect(seedStrip(gridOf(20), WIDE)).toBeUndefined();
});

test('of very many seeds every so many cells is drawn, in a bounded size', () => {
  const drawing = seedStrip(gridOf(1000, 7), WIDE)!;
  expect(textsOf(drawing).join(' ')).toContain('One cell of 3 is drawn.');
  expect(renderSvg(drawing, 'test').length).toBeLessThan(300_000);
});
