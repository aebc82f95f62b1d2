import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord, mixedRecord } from '../example-records.ts';
import { largeRecord, seededOptimizersRecord } from '../example-seeds.ts';
import type { SweepRecord } from '../record.ts';
import { toTerminal } from '../table/terminal.ts';
import { drawnRecord, tunedRecord } from './example-curves.ts';
import { median } from './median.ts';
import { profileOf } from './profile-of.ts';
import type { Profile, ProfilePart } from './profile.ts';
import { raggedness } from './smoothness.ts';
import { spreads } from './tuneability.ts';

function profile(record: SweepRecord, target?: number): Profile {
  return profileOf(record, summarize(record), { ...(target !== undefined && { target }) });
}

function part(record: SweepRecord, kind: ProfilePart['kind'], target?: number): ProfilePart {
  return profile(record, target).parts.find((one) => one.kind === kind)!;
}

/** The table's values for programs, by key. */
function rows({ table }: ProfilePart): Record<string, string | number | null>[] {
  return [...table!.rows].map((row) =>
    Object.fromEntries(table!.columns.map(({ key }, at) => [key, row[at]!.value] as const)),
  );
}

describe('performance', () => {
  test('is each optimizer with its best settings', () => {
    const found = part(tunedRecord(), 'performance');
    expect(rows(found)).toMatchObject([
      {
        subject: 'adam',
        best_settings: 'lr 0.001',
        mean: expect.closeTo(0.7, 12) as number,
        n: 2,
        settings: 3,
        trials: 6,
      },
      { subject: 'sgd', best_settings: 'lr 0.1', mean: expect.closeTo(0.6, 12) as number, settings: 3, trials: 6 },
    ]);
    expect(found.sentences).toEqual([
      'With its best other settings: adam 70.0 % (lr 0.001) and sgd 60.0 % (lr 0.1).',
      'Each had the same budget, 6 trials.',
      'The settings were chosen by the values shown, which flatters them; fresh seeds do not (gridsweep confirm).',
    ]);
  });

  test('says that budgets are unequal', () => {
    const record = tunedRecord();
    const fewer = {
      ...record,
      trials: record.trials.filter(({ parameters: { optimizer, lr } }) => optimizer === 'adam' || lr === 0.1),
    };
    expect(part(fewer, 'performance').sentences[1]).toBe(
      'Their budgets were not equal (2 to 6 trials), which favours those that tried more.',
    );
  });

  test('is not told where there are no other settings', () => {
    expect(profile(seededOptimizersRecord()).parts.map(({ kind }) => kind)).not.toContain('performance');
  });
});

describe('speed', () => {
  const record = drawnRecord(
    ['optimizer'],
    [
      {
        parameters: { optimizer: 'sgd' },
        curves: [
          [0.2, 0.3, 0.4, 0.5],
          [0.2, 0.3, 0.4, 0.5],
          [0.2, 0.3, 0.4, 0.5],
        ],
      },
      {
        parameters: { optimizer: 'adam' },
        curves: [
          [0.2, 0.64, 0.6, 0.9],
          [0.3, 0.7, 0.8, 0.9],
          [0.1, 0.2, 0.83, 0.9],
        ],
      },
      {
        parameters: { optimizer: 'rmsprop' },
        curves: [
          [0.2, 0.3, 0.84, 0.8],
          [0.3, 0.7, 0.6, 0.8],
          [0.1, 0.2, 0.7, 0.8],
        ],
      },
    ],
  );

  test('is the median of steps to 90 % of the way from guessing to the best; never there is ∞', () => {
    // 0.1 + 0.9 × (0.9 − 0.1) = 0.82: adam after 4, 4 and 3 epochs, rmsprop after 3, never and never.
    const found = part(record, 'speed');
    expect(found.definition).toContain('at least 82.0 %, 90 % of the way from 10.0 % (guessing)');
    expect(rows(found)).toEqual([
      {
        cell: 'adam',
        reached_of: '3 of 3',
        reached: 3,
        n: 3,
        steps: 400,
        epochs: 4,
        seconds: 10,
        fastest_steps: 300,
        slowest_steps: 400,
      },
      {
        cell: 'rmsprop',
        reached_of: '1 of 3',
        reached: 1,
        n: 3,
        steps: null,
        epochs: null,
        seconds: null,
        fastest_steps: 300,
        slowest_steps: null,
      },
      {
        cell: 'sgd',
        reached_of: '0 of 3',
        reached: 0,
        n: 3,
        steps: null,
        epochs: null,
        seconds: null,
        fastest_steps: null,
        slowest_steps: null,
      },
    ]);
    expect(found.sentences).toEqual([
      'First at 82.0 %: adam after 4 epochs (median of 3 seeds).',
      'rmsprop was there with 1 of 3 seeds only.',
      'Never there: sgd.',
    ]);
    expect(toTerminal(found.table!, { width: 200, color: false })).toMatch(/^rmsprop +1 of 3 +∞ +∞ +∞ +300 +∞$/m);
  });

  test('takes a target that is given', () => {
    // 0.65: adam after 4, 2 and 3 epochs, rmsprop after 3, 2 and 3; of 4 epochs in 10 s, 3 take 7.5 s.
    const found = part(record, 'speed', 0.65);
    expect(found.definition).toContain('at least 65.0 %, the value that was asked for');
    expect(rows(found).map(({ cell, steps, seconds }) => [cell, steps, seconds])).toEqual([
      ['adam', 300, 7.5],
      ['rmsprop', 300, 7.5],
      ['sgd', null, null],
    ]);
  });

  test('of what is to be small is the time until it is so small', () => {
    // Command's objective falls as 40 / step; without chance the way begins at the median of the first points.
    const found = part(commandRecord(), 'speed', 1.0);
    expect(found.definition).toContain('at most 1, the value that was asked for');
    expect(rows(found)[0]).toMatchObject({ cell: 'momentum · momentum 0.8 · lr 0.01', steps: 50 });
    expect(rows(found)[0]).not.toHaveProperty('epochs');
  });

  test('is not told where nothing got better', () => {
    const flat = drawnRecord(
      ['optimizer'],
      [
        { parameters: { optimizer: 'sgd' }, curves: [[0.1, 0.1]] },
        { parameters: { optimizer: 'adam' }, curves: [[0.1, 0.1]] },
      ],
    );
    expect(profile(flat).parts.map(({ kind }) => kind)).not.toContain('speed');
  });

  test('the median of infinite values is what is in the middle', () => {
    expect(median([3, Infinity, 1])).toBe(3);
    expect(median([1, 3, Infinity, Infinity])).toBe(Infinity);
    expect(median([Infinity, Infinity])).toBe(Infinity);
    expect(median([4, 1])).toBe(2.5);
    expect(median([-Infinity, -Infinity, 1])).toBe(-Infinity);
    expect(median([])).toBeNaN();
  });
});

describe('tuneability', () => {
  test('is the spread over an optimizer’s own settings', () => {
    // sgd 0.3, 0.5, 0.6; adam 0.7, 0.695 and one that diverged with a seed.
    expect(spreads(summarize(tunedRecord()))).toEqual(
      [
        {
          label: 'sgd',
          settings: 3,
          without: 0,
          best: 0.6,
          median: 0.5,
          worst: 0.3,
          withinPoint: 1 / 3,
          withinFivePercent: 1 / 3,
        },
        {
          label: 'adam',
          settings: 3,
          without: 1,
          best: 0.7,
          median: 0.695,
          worst: NaN,
          withinPoint: 2 / 3,
          withinFivePercent: 2 / 3,
        },
      ].map((spread) => ({
        ...spread,
        best: expect.closeTo(spread.best, 12) as number,
        median: expect.closeTo(spread.median, 12) as number,
      })),
    );
  });

  test('tells what random settings are expected to find', () => {
    // sgd: one (0.3 + 0.5 + 0.6) / 3, the better of two (0.5 + 0.6 + 0.6) / 3; adam's diverged one counts as guessing, 0.1.
    const found = part(tunedRecord(), 'tuneability');
    expect(rows(found)).toMatchObject([
      {
        expected_best_of_1: expect.closeTo(1.4 / 3, 12) as number,
        expected_best_of_2: expect.closeTo(1.7 / 3, 12) as number,
      },
      {
        expected_best_of_1: expect.closeTo(1.495 / 3, 12) as number,
        expected_best_of_2: expect.closeTo(2.095 / 3, 12) as number,
      },
    ]);
    expect(found.sentences).toEqual([
      'Settings that come within 1.0 points of the best of their own: 1 of 3 of sgd and 2 of 3 of adam.',
      'One setting at random is expected to give 46.7 % of sgd and 49.8 % of adam; the better of two 56.7 % of sgd and 69.8 % of adam.',
    ]);
    expect(profile(tunedRecord()).expectedBest[0]!.values[2]).toBeCloseTo(0.6, 12);
  });

  test('of what is to be small: the smallest is best', () => {
    const found = spreads(summarize(commandRecord()));
    // 40 / 100 + cell / 10 + seed / 50 over two seeds: momentum 0.41, 0.51, 0.61 and one that diverged; adam 0.81, 0.91.
    expect(found).toMatchObject([
      {
        label: 'momentum',
        settings: 4,
        without: 1,
        best: expect.closeTo(0.41, 12) as number,
        median: expect.closeTo(0.56, 12) as number,
      },
      {
        label: 'adam',
        best: expect.closeTo(0.81, 12) as number,
        worst: expect.closeTo(0.91, 12) as number,
        withinFivePercent: 0.5,
      },
    ]);
  });
});

describe('smoothness', () => {
  test.each([
    ['a curve that only rises', [0.2, 0.3, 0.5, 0.6, 0.7], 0.1, 0],
    ['one that goes back by 0.1 of the 0.6 that it gains', [0.2, 0.5, 0.4, 0.6, 0.7], 0.1, 1 / 6],
    ['one that goes back twice', [0.3, 0.2, 0.6, 0.5, 0.5], 0.1, 0.4],
    ['one whose beginning is not known', [0.2, 0.5, 0.4, 0.6, 0.7], undefined, 0.2],
    ['a short one', [0.2, 0.1, 0.3, 0.4], 0.1, undefined],
    ['one that gains nothing', [0.1, 0.09, 0.1, 0.08, 0.1], 0.1, undefined],
    ['one that diverges', [0.2, 0.3, NaN, NaN, NaN], 0.1, undefined],
  ])('%s', (_, values, from, expected) => {
    const found = raggedness(values, 'maximize', from);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(expected, 12);
  });

  test('of a loss what rises is lost', () => {
    expect(raggedness([2, 1, 1.5, 1, 0.5], 'minimize')).toBeCloseTo(0.5 / 1.5, 12);
  });

  const record = drawnRecord(
    ['optimizer'],
    [
      // Lost 0.1 of 0.6, 0.2 of 0.6.
      {
        parameters: { optimizer: 'rmsprop' },
        curves: [
          [0.3, 0.5, 0.4, 0.6, 0.7],
          [0.3, 0.5, 0.3, 0.6, 0.7],
        ],
      },
      // Lost 0.01 and 0.02 of 0.6.
      {
        parameters: { optimizer: 'momentum' },
        curves: [
          [0.3, 0.5, 0.49, 0.6, 0.7],
          [0.3, 0.5, 0.48, 0.6, 0.7],
        ],
      },
      // Nothing lost, little gained.
      {
        parameters: { optimizer: 'sgd' },
        curves: [
          [0.11, 0.12, 0.13, 0.14, 0.15],
          [0.11, 0.12, 0.13, 0.14, 0.16],
        ],
      },
    ],
  );

  test('is ranked, and among those that get there, with what the seeds say of it', () => {
    const found = part(record, 'smoothness');
    expect(rows(found).map(({ cell, raggedness: value, n }) => [cell, value, n])).toEqual([
      ['sgd', 0, 2],
      ['momentum', expect.closeTo(0.025, 12), 2],
      ['rmsprop', expect.closeTo(0.25, 12), 2],
    ]);
    expect(found.sentences).toEqual([
      expect.stringMatching(
        /^By test accuracy, sgd is smoothest \(0\.0 % lost on the way\), before momentum \(2\.5 %; the seeds do not tell the two apart: 95 % interval of the difference −8\.1 to 13\.1 points\)\. Most ragged is rmsprop \(25\.0 %\)\.$/,
      ),
      expect.stringMatching(
        /^Of the 2 that end at 64\.0 % or better, momentum is smoothest \(2\.5 % lost on the way\), before rmsprop/,
      ),
    ]);
  });
});

describe('best found so far', () => {
  const record = drawnRecord(
    ['lr'],
    [
      { parameters: { lr: 0.1 }, curves: [[0.5], [0.9]], diverged: [1] },
      { parameters: { lr: 0.2 }, curves: [[0.4], [0.6]] },
    ],
  );

  test('goes in the order in which trials ended; what diverged never wins', () => {
    const { points, metric } = profile(record).bestSoFar!;
    expect(metric).toBe('test/accuracy');
    expect(
      points.map(({ trials, elapsedMs, deviceSeconds, value }) => [trials, elapsedMs, deviceSeconds, value]),
    ).toEqual([
      [1, 10_000, 10, 0.5],
      [2, 20_000, 20, 0.5],
      [3, 30_000, 30, 0.5],
      [4, 40_000, 40, 0.6],
    ]);
    expect(points.map(({ regret }) => Math.round(100 * regret!))).toEqual([10, 10, 10, 0]);
    const backwards = {
      ...record,
      trials: record.trials.map((one) => ({ ...one, endedAt: 50_000 - one.endedAt!, startedAt: 0 })),
    };
    expect(profile(backwards).bestSoFar!.points.map(({ value }) => value)).toEqual([0.6, 0.6, 0.6, 0.6]);
  });

  test('beside it stands what a random order would give', () => {
    // 0.1 (diverged), 0.4, 0.5, 0.6: of two drawn (0.4 × 1 + 0.5 × 2 + 0.6 × 3) / 6.
    const { expected } = profile(record).bestSoFar!;
    expect(expected.map(({ trials }) => trials)).toEqual([1, 2, 3, 4]);
    [0.4, 3.2 / 6, (0.5 + 3 * 0.6) / 4, 0.6].forEach((value, at) => expect(expected[at]!.value).toBeCloseTo(value, 12));
  });

  test('is told with the trials that were better than all before', () => {
    const found = part(record, 'best-so-far');
    expect(rows(found)).toEqual([
      {
        trials: 1,
        elapsed_seconds: 10,
        device_seconds: 10,
        value: 0.5,
        regret: expect.closeTo(0.1, 12) as number,
        trial: 'lr 0.1, seed 0',
      },
      { trials: 4, elapsed_seconds: 40, device_seconds: 40, value: 0.6, regret: 0, trial: 'lr 0.2, seed 1' },
    ]);
    expect(found.sentences[0]).toBe('The best trial, lr 0.2, seed 1 with 60.0 %, was found as number 4 of 4.');
  });
});

describe('sensitivity', () => {
  test('has a line for each optimizer over a logarithmic axis', () => {
    const [lr, ...others] = profile(tunedRecord()).sensitivity;
    expect(others).toEqual([]);
    expect(lr).toMatchObject({ axis: 'lr', logarithmic: true });
    expect(lr!.groups.map(({ label, isLine, points }) => [label, isLine, points.map(({ value }) => value)])).toEqual([
      ['sgd', true, [0.001, 0.01, 0.1]],
      ['adam', true, [0.001, 0.01, 0.1]],
    ]);
    expect(lr!.groups[1]!.points.map(({ diverged }) => diverged)).toEqual([0, 0, 1]);
  });

  test('of several axes of numbers has dots', () => {
    const large = profile(largeRecord({ cells: 9, seeds: 1, points: 2 })).sensitivity;
    expect(
      large.map(({ axis, logarithmic, groups }) => [
        axis,
        logarithmic,
        groups.length,
        groups[0]!.label,
        groups[0]!.isLine,
      ]),
    ).toEqual([
      ['lr', false, 1, '', false],
      ['batch_size', false, 1, '', false],
    ]);
  });
});

test('a sweep that is under way, or of which nothing is known, has a profile', () => {
  const running = profile(mixedRecord());
  expect(running.subject).toBe('optimizer');
  const empty = { ...mixedRecord(), trials: [] };
  expect(profile(empty)).toEqual({ sensitivity: [], expectedBest: [], parts: [] });
});

test('10,000 trials have a profile in seconds', () => {
  const large = largeRecord({ cells: 1000, seeds: 10, points: 20 });
  const summary = summarize(large);
  const started = performance.now();
  const { parts } = profileOf(large, summary);
  for (const { table } of parts) toTerminal(table!, { width: 100, color: false });
  expect(parts.map(({ kind }) => kind)).toEqual([
    'speed',
    'tuneability',
    'smoothness',
    'effects',
    'best-so-far',
    'runtime',
  ]);
  expect(performance.now() - started).toBeLessThan(5_000);
});
