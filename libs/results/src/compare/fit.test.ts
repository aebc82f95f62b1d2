import { describe, expect, test } from 'vitest';
import { fitModel, type SeededValues } from './fit.ts';
import { samplesOf } from './seeded-values.fixture.ts';

const kindOf = (cells: readonly SeededValues[]) => fitModel(cells)?.kind;
// Differences of a few tenths between seeds that go along in all cells, but for hundredths.
const SEEDS = [0.3, -0.2, 0.1, -0.4, 0.2];
const LITTLE = [
  [0.01, -0.02, 0.01, 0, 0.02],
  [-0.01, 0.02, 0.02, -0.01, 0],
  [0, 0.01, -0.02, 0.02, -0.01],
];
const steady = LITTLE.map((row, cell) => row.map((rest, seed) => cell + SEEDS[seed]! + rest));

describe('fitModel', () => {
  test('is undefined with one cell, or one seed each', () => {
    expect(fitModel(samplesOf([[1, 2]]))).toBeUndefined();
    expect(fitModel(samplesOf([[1], [2]]))).toBeUndefined();
    expect(fitModel([])).toBeUndefined();
  });

  test('takes seeds as blocks where they go along in all cells', () => {
    const fit = fitModel(samplesOf(steady))!;
    expect(fit.kind).toBe('blocks');
    expect(fit.residual.degreesOfFreedom).toBe(8);
    expect(Math.sqrt(fit.residual.variance)).toBeLessThan(0.03);
    expect(fit.pairing!.correlation).toBeGreaterThan(0.95);
  });

  test('but not where a cell lacks one, or has another', () => {
    const [a, b, c] = samplesOf(steady);
    const short = { seeds: c!.seeds.slice(1), values: c!.values.slice(1) };
    expect(kindOf([a!, b!, short])).toBe('pooled');
    expect(kindOf([a!, b!, { ...c!, seeds: [0, 1, 2, 3, 9] }])).toBe('pooled');
  });

  test('puts values of one seed beside each other, whatever their order', () => {
    const [a, b, c] = samplesOf(steady);
    const turned = { seeds: b!.seeds.toReversed(), values: b!.values.toReversed() };
    expect(fitModel([a!, turned, c!])!.residual.variance).toBeCloseTo(fitModel([a!, b!, c!])!.residual.variance, 12);
  });

  // The seeds' F is about 7 with 4 and 8 degrees of freedom: p is near 1 %.
  test('asks for hardly a doubt that seeds matter', () => {
    const louder = (factor: number) =>
      LITTLE.map((row, cell) => row.map((rest, seed) => cell + SEEDS[seed]! * factor + rest));
    const fits = [0.05, 0.08, 0.11, 0.2].map((factor) => kindOf(samplesOf(louder(factor))));
    expect(fits).toEqual(['pooled', 'pooled', 'blocks', 'blocks']);
  });

  test('has a variance for each cell where one does not fit all', () => {
    const cells = [
      [1, 1.1, 0.9, 1.05, 1],
      [2, 7, -3, 4, 1],
      [1.2, 1.3, 1.1, 1.25, 1.2],
    ];
    const fit = fitModel(samplesOf(cells))!;
    expect(fit.kind).toBe('unequal');
    expect(fit.equalVarianceP).toBeLessThan(0.001);
    expect(fit.residual.degreesOfFreedom).toBe(12);
  });

  test('compares within seeds where these move cells by unlike amounts', () => {
    // Five cells alike, and one that the seeds move four times as far.
    const cells = [1, 1, 1, 1, 1, 4].map((factor, cell) =>
      SEEDS.map((seed, at) => cell + factor * seed + LITTLE[cell % 3]![(at + cell) % 5]!),
    );
    const fit = fitModel(samplesOf(cells))!;
    expect(fit.kind).toBe('unequal');
    // Four degrees of freedom: five differences.
    expect(fit.differences.margin(0, 5, (df) => df)).toBeCloseTo(4 * standardError(cells[0]!, cells[5]!), 10);
  });

  test('says no p value where nothing varies', () => {
    expect(
      fitModel(
        samplesOf([
          [1, 1],
          [2, 2],
        ]),
      ),
    ).not.toHaveProperty('equalVarianceP');
  });
});

function standardError(a: readonly number[], b: readonly number[]): number {
  const differences = a.map((value, at) => value - b[at]!);
  const mean = differences.reduce((sum, value) => sum + value, 0) / a.length;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (a.length - 1) / a.length);
}
