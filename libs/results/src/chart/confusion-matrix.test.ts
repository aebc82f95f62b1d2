import { describe, expect, test } from 'vitest';
import { classAccuracy } from './class-accuracy.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { explanationsOf, faultsOf, textsOf } from './drawing-inspection.ts';
import { EXAMPLE_PREDICTIONS } from './example-pictures.ts';
import { NARROW, WIDE } from './layout.ts';
import { renderSvg } from './render.ts';
import { SHADE, shade } from './shade.ts';

const ofClasses = (count: number, right: number) => ({
  ...EXAMPLE_PREDICTIONS,
  classes: Array.from({ length: count }, (_, at) => `class ${at}`),
  confusion: Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (__, column) => (row === column ? right + row : 1)),
  ),
});

describe('confusion matrix', () => {
  test('counts where they have room, else per cents of the row, and it says which', () => {
    const [wide, narrow] = [confusionMatrix(EXAMPLE_PREDICTIONS, WIDE)!, confusionMatrix(EXAMPLE_PREDICTIONS, NARROW)!];
    expect(textsOf(wide)).toEqual(expect.arrayContaining(['550', '450', 'automobile', 'taken for']));
    expect(textsOf(wide).join(' ')).toContain('Numbers: pictures.');
    expect(textsOf(narrow)).toEqual(expect.arrayContaining(['55', '45', 'automobile']));
    expect(textsOf(narrow).join(' ')).toContain('Numbers: per cent of the row.');
  });

  test('rows are what pictures are, columns what they were taken for', () => {
    expect(explanationsOf(confusionMatrix(EXAMPLE_PREDICTIONS, WIDE)!)).toContain(
      '450 of 1,000 of class airplane taken for automobile',
    );
  });

  test('shades follow the share of the row, whatever its size', () => {
    const confusion = [
      [90, 10],
      [1, 9],
    ];
    const svg = renderSvg(confusionMatrix({ ...EXAMPLE_PREDICTIONS, classes: ['a', 'b'], confusion }, WIDE)!, 'test');
    const [, ...opacities] = [...svg.matchAll(new RegExp(`fill="${SHADE}" fill-opacity="([^"]*)"`, 'g'))].map(
      ([, opacity]) => Number(opacity),
    );
    const expected = [0.9, 0.1, 0.1, 0.9].map((share) => Math.round(100 * shade(Math.sqrt(share)).opacity) / 100);
    expect(opacities).toEqual(expected);
  });

  test('of many classes names stand every so many; of too many there is none', () => {
    const drawing = confusionMatrix(ofClasses(50, 70), NARROW)!;
    expect(faultsOf(drawing)).toEqual([]);
    expect(textsOf(drawing).filter((text) => text.startsWith('class ')).length).toBeLessThan(50);
    expect(confusionMatrix(ofClasses(61, 70), WIDE)).toBeUndefined();
    expect(confusionMatrix({ ...EXAMPLE_PREDICTIONS, classes: [], confusion: [] }, WIDE)).toBeUndefined();
  });

  test('a class without pictures is an empty row', () => {
    const confusion = [
      [0, 0],
      [1, 9],
    ];
    expect(faultsOf(confusionMatrix({ ...EXAMPLE_PREDICTIONS, classes: ['a', 'b'], confusion }, WIDE)!)).toEqual([]);
  });
});

describe('accuracy by class', () => {
  test('best on top, with Wilson’s interval', () => {
    const drawing = classAccuracy(EXAMPLE_PREDICTIONS, WIDE)!;
    const names = textsOf(drawing).filter((text) => EXAMPLE_PREDICTIONS.classes.includes(text));
    expect(names).toEqual(EXAMPLE_PREDICTIONS.classes.toReversed());
    // 550 of 1,000: 51.9 to 58.1 % by Wilson (statsmodels' proportion_confint).
    expect(explanationsOf(drawing)).toContain('airplane: 550 of 1,000 recognised, 95 % interval 51.9 to 58.1 %');
  });

  test('of many classes the worst are drawn', () => {
    const texts = textsOf(classAccuracy(ofClasses(40, 5), NARROW)!);
    expect(texts).toContain('class 0');
    expect(texts).not.toContain('class 39');
    expect(texts.join(' ')).toContain('10 better classes are not drawn.');
  });

  test('a class without pictures has no rate', () => {
    const confusion = [
      [0, 0],
      [1, 9],
    ];
    const drawing = classAccuracy({ ...EXAMPLE_PREDICTIONS, classes: ['a', 'b'], confusion }, WIDE)!;
    expect(textsOf(drawing)).not.toContain('a');
    expect(classAccuracy({ ...EXAMPLE_PREDICTIONS, confusion: [] }, WIDE)).toBeUndefined();
  });
});
