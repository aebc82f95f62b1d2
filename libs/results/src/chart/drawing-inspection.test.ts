import { expect, test } from 'vitest';
import { faultsOf, textBoxes } from './drawing-inspection.ts';
import { label, svgDrawing } from './svg.ts';

const drawn = (...parts: string[]) => svgDrawing(200, 100, parts);

test('a text is measured in the font that it is set in', () => {
  const [box] = textBoxes(drawn(label(50, 40, 'WWWW', { size: 20, anchor: 'middle' })));
  const [narrow] = textBoxes(drawn(label(50, 40, 'IIII', { size: 20, anchor: 'middle' })));
  expect(box!.right - box!.left).toBeGreaterThan(2 * (narrow!.right - narrow!.left));
  expect((box!.left + box!.right) / 2).toBeCloseTo(50, 0);
  expect((box!.top + box!.bottom) / 2).toBeCloseTo(40, 0);
});

test('what is wrong with a picture is told', () => {
  const size = 12;
  expect(faultsOf(drawn(label(10, 20, 'fine', { size }), label(10, 40, 'too', { size })))).toEqual([]);
  expect(faultsOf(drawn(label(10, 20, 'small', { size: 11 })))).toEqual(['text of 11 px']);
  expect(faultsOf(drawn(label(190, 20, 'outside', { size })))).toEqual(['"outside" leaves the picture']);
  expect(faultsOf(drawn(label(10, 20, 'one', { size }), label(20, 22, 'two', { size })))).toEqual(['"one" on "two"']);
  expect(faultsOf(drawn(label(NaN, 20, 'nowhere', { size })))).toContain('a number that is none');
});
