import { describe, expect, test } from 'vitest';
import { golden, relativeError } from '../statistics/golden.fixture.ts';
import { compareSelected } from './compare.ts';
import { normalSamples, samplesOf } from './seeded-values.fixture.ts';

const standings = (cells: readonly (readonly number[])[], goal: 'maximize' | 'minimize' = 'maximize') =>
  compareSelected(samplesOf(cells), goal).cells.map(({ cellId, standing }) => `${cellId} ${standing}`);

describe('beside the plain procedure in Python', () => {
  test.each(golden.comparisons)(
    '$kind, $goal: $cells',
    ({ cells, goal, kind, residualStd, df, equalVarianceP, result }) => {
      const { cells: compared, model } = compareSelected(samplesOf(cells), goal);
      expect(model!.kind).toBe(kind);
      expect(relativeError(model!.residualStd, residualStd)).toBeLessThan(1e-10);
      expect(model!.degreesOfFreedom).toBe(df);
      if (equalVarianceP === null) expect(model).not.toHaveProperty('equalVarianceP');
      else expect(model!.equalVarianceP).toBeCloseTo(equalVarianceP, 9);
      expect(compared.map(({ cellId, standing }) => [cellId, standing])).toEqual(
        result.map(([id, standing]) => [id, standing]),
      );
      for (const [at, [, , ...numbers]] of result.entries()) {
        const { estimate, low, high } = compared[at]!.difference!;
        for (const [place, number] of [estimate, low, high].entries())
          expect(Math.abs(number - numbers[place]!) / residualStd).toBeLessThan(1e-3);
      }
    },
  );

  // The plain procedure has them all, so that each kind is in its list.
  test('covers every kind of model and standing', () => {
    const kinds = new Set(golden.comparisons.map(({ kind }) => kind));
    const standing = new Set(golden.comparisons.flatMap(({ result }) => result.map((row) => row[1])));
    expect([kinds.size, standing.size]).toEqual([3, 3]);
  });
});

describe('order and sign', () => {
  test('cells come best first, equally good ones in the order given, with means in the metric’s unit', () => {
    const { cells } = compareSelected(
      samplesOf([
        [2, 3],
        [1, 2],
        [7, 8],
        [1, 2],
      ]),
      'minimize',
    );
    expect(cells.map(({ cellId, mean, n }) => [cellId, mean, n])).toEqual([
      ['1', 1.5, 2],
      ['3', 1.5, 2],
      ['0', 2.5, 2],
      ['2', 7.5, 2],
    ]);
  });

  test('minimizing is maximizing the negative', () => {
    const cells = golden.comparisons[4]!.cells;
    const most = compareSelected(samplesOf(cells), 'maximize');
    const least = compareSelected(samplesOf(cells.map((values) => values.map((value) => -value))), 'minimize');
    expect(least.cells.map(({ cellId, difference }) => [cellId, difference])).toEqual(
      most.cells.map(({ cellId, difference }) => [cellId, difference]),
    );
    expect(least.model).toEqual(most.model);
    expect(least.power).toEqual(most.power);
  });

  test('the difference is from the best of the others, positive where better', () => {
    const { cells } = compareSelected(
      samplesOf([
        [1, 3],
        [9, 7],
        [5, 4],
      ]),
      'maximize',
    );
    expect(cells.map(({ difference }) => difference!.estimate)).toEqual([3.5, -3.5, -6]);
  });
});

describe('where there is little to compare', () => {
  test('no cell, and one', () => {
    expect(compareSelected([], 'maximize')).toEqual({ cells: [] });
    expect(compareSelected(samplesOf([[1, 2]]), 'maximize')).toEqual({
      cells: [{ cellId: '0', n: 2, mean: 1.5, standing: 'unknown' }],
    });
  });

  test('one seed each', () => {
    const { cells, model, power, pairing } = compareSelected(samplesOf([[1], [3], [2]]), 'maximize');
    expect(cells.map(({ cellId, standing }) => [cellId, standing])).toEqual([
      ['1', 'unknown'],
      ['2', 'unknown'],
      ['0', 'unknown'],
    ]);
    expect([model, power, pairing]).toEqual([undefined, undefined, undefined]);
  });

  test('a cell of one seed is compared by the variance of the others', () => {
    expect(standings([[10], [1, 1.2, 0.9], [2, 2.2]])).toEqual(['0 best', '2 not-best', '1 not-best']);
  });
});

describe('values that do not vary', () => {
  test('are told apart however little they differ', () => {
    expect(
      standings([
        [0.3, 0.3],
        [0.3 + 1e-9, 0.3 + 1e-9],
        [0.1, 0.1],
      ]),
    ).toEqual(['1 best', '0 not-best', '2 not-best']);
  });

  test('and are the same could both be best, whatever their number', () => {
    const cells = [
      [0.1, 0.1, 0.1],
      [0.1, 0.1],
      [0.05, 0.05],
    ];
    expect(standings(cells)).toEqual(['0 could-be-best', '1 could-be-best', '2 not-best']);
    const { cells: compared, model, power } = compareSelected(samplesOf(cells), 'maximize');
    expect(compared[0]!.difference).toEqual({ estimate: 0, low: 0, high: 0 });
    expect(model).toEqual({ kind: 'pooled', residualStd: 0, degreesOfFreedom: 4 });
    expect(power).toMatchObject({ seedsForDifference: null, seedsForPoint: 2 });
  });
});

describe('scale', () => {
  const cells = golden.comparisons[0]!.cells;
  const plain = compareSelected(samplesOf(cells), 'maximize');

  test.each([1e-200, 1e-12, 1e12, 1e200])('of %d changes no verdict and scales every number', (scale) => {
    const scaled = compareSelected(samplesOf(cells.map((values) => values.map((value) => value * scale))), 'maximize');
    expect(scaled.cells.map(({ standing }) => standing)).toEqual(plain.cells.map(({ standing }) => standing));
    for (const [at, { mean, difference }] of scaled.cells.entries()) {
      const expected = plain.cells[at]!;
      expect(relativeError(mean, expected.mean * scale)).toBeLessThan(1e-12);
      expect(relativeError(difference!.low, expected.difference!.low * scale)).toBeLessThan(1e-6);
      expect(relativeError(difference!.high, expected.difference!.high * scale)).toBeLessThan(1e-6);
    }
    expect(relativeError(scaled.model!.residualStd, plain.model!.residualStd * scale)).toBeLessThan(1e-9);
    expect(scaled.power!.seedsForDifference).toBe(plain.power!.seedsForDifference);
  });

  test('an offset changes nothing but means', () => {
    const moved = compareSelected(samplesOf(cells.map((values) => values.map((value) => value + 1024))), 'maximize');
    expect(moved.cells[0]!.difference!.high).toBeCloseTo(plain.cells[0]!.difference!.high, 9);
  });
});

describe('seeds needed', () => {
  // Both cells vary by 1, their means differ by 1: 14 seeds by statsmodels (golden seeds).
  const cells = [
    [-1, 0, 1],
    [-2, 0, -1],
  ];

  test('for the difference seen and for a point of a fraction', () => {
    expect(compareSelected(samplesOf(cells), 'maximize', 'fraction').power).toEqual({
      seedsForDifference: 14,
      seedsForPoint: null,
      point: 0.01,
    });
    const percent = cells.map((values) => values.map((value) => 0.6 + value / 100));
    expect(compareSelected(samplesOf(percent), 'maximize', 'fraction').power).toEqual({
      seedsForDifference: 14,
      seedsForPoint: 14,
      point: 0.01,
    });
  });

  test('a point of another metric is 1 % of the best mean’s size', () => {
    const losses = cells.map((values) => values.map((value) => -100 - value));
    const { power } = compareSelected(samplesOf(losses), 'minimize', 'nats');
    expect(power).toEqual({ seedsForDifference: 14, seedsForPoint: 14, point: 1 });
  });

  test('of unequal variances goes by those of the best and the next', () => {
    const wide = [5, 5.1, 5.2, 4.9, 4.8];
    const [next, third] = [
      [4.6, 4.7, 4.5, 4.4, 4.8],
      [-300, 200, 100, -200, 100],
    ];
    const withThird = compareSelected(samplesOf([wide, next, third]), 'maximize');
    expect(withThird.model!.kind).toBe('unequal');
    expect(withThird.power!.seedsForDifference).toBe(
      compareSelected(samplesOf([wide, next]), 'maximize').power!.seedsForDifference,
    );
  });
});

describe('pairing', () => {
  test('is told over the seeds that all cells have, of three or more', () => {
    const samples = [
      { cellId: 'a', seeds: [7, 3, 5, 1], values: [1, 2, 4, 9] },
      { cellId: 'b', seeds: [1, 3, 5, 7, 8], values: [99, 3, 5, 2, 50] },
      { cellId: 'c', seeds: [5, 7, 3], values: [8, 5, 6] },
    ];
    expect(compareSelected(samples, 'maximize').pairing).toEqual({
      correlation: expect.closeTo(1, 12) as number,
      seeds: 3,
    });
    expect(compareSelected(samples.slice(0, 2), 'maximize').pairing!.seeds).toBe(4);
    const [a, b, c] = samples;
    const fewer = { ...c!, seeds: [5, 7, 4] };
    expect(compareSelected([a!, b!, fewer], 'maximize').pairing).toBeUndefined();
  });

  test('is not told where nothing varies', () => {
    expect(
      compareSelected(
        samplesOf([
          [1, 1, 1],
          [2, 2, 2],
        ]),
        'maximize',
      ).pairing,
    ).toBeUndefined();
  });
});

describe('many cells', () => {
  // A comparison of all pairs would take minutes.
  test('10,000 that are all as good take seconds of processor time at most', () => {
    const before = process.cpuUsage().user;
    const { cells } = compareSelected(normalSamples(10_000, 3, 0), 'maximize');
    expect(cells.filter(({ standing }) => standing === 'could-be-best').length).toBeGreaterThan(9000);
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(10);
  });
});
