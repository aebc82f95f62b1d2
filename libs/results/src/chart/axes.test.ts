import { expect, test } from 'vitest';
import { axisBelow, axisLeft, labelRoom } from './axes.ts';
import { faultsOf, textsOf } from './drawing-inspection.ts';
import { NARROW } from './layout.ts';
import { linearScale } from './scale.ts';
import { svgDrawing } from './svg.ts';

test('labels that would touch are left out, rules stay', () => {
  const ticks = Array.from({ length: 40 }, (_, value) => ({ value, label: `value ${value}` }));
  const scale = { ...linearScale([0, 39], [40, 280], { tight: true }), ticks };
  const drawing = svgDrawing(321, 100, [axisBelow(scale, 10, 50, 'many', NARROW)]);
  expect(faultsOf(drawing)).toEqual([]);
  expect(textsOf(drawing)).toContain('many');
  expect(textsOf(drawing).length).toBeLessThan(8);
  expect('svg' in drawing && drawing.svg.match(/<line/g)).toHaveLength(40);
});

test('a left axis has room for its longest label', () => {
  const up = linearScale([0, 123_456], [200, 40]);
  const left = 10 + labelRoom(up, NARROW);
  const drawing = svgDrawing(321, 220, [axisLeft(up, left, 300, 'loss', 10, NARROW)]);
  expect(faultsOf(drawing)).toEqual([]);
  expect(textsOf(drawing)).toEqual(expect.arrayContaining(['loss', '0', '100,000']));
});
