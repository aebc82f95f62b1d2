import { describe, expect, test } from 'vitest';
import { trial } from '../example-records.ts';
import { divergedSeedsRecord, gridRecord, largeRecord, seededOptimizersRecord } from '../example-seeds.ts';
import type { SweepRecord, TrialRecord } from '../record.ts';
import { diffText } from './diff-table.ts';
import { diffSentences } from './diff-words.ts';
import { diffSweeps } from './sweep-diff.ts';
import { metricFormat } from '../value-format.ts';

function sentences(first: SweepRecord, second: SweepRecord): string[] {
  return diffSentences(diffSweeps(first, second), metricFormat(first.metric.name, first.metrics));
}

/** The same sweep with every final value of some trials moved. */
function moved(record: SweepRecord, by: (trial: TrialRecord) => number): SweepRecord {
  const trials = record.trials.map((one) => ({
    ...one,
    points: one.points.map((point) =>
      point.name === record.metric.name ? { ...point, value: point.value + by(one) } : point,
    ),
  }));
  return { ...record, id: 'other-012345', trials };
}

const OPTIMIZERS = seededOptimizersRecord({ seeds: 5 });

describe('the same sweep twice', () => {
  test('is bit-identical', () => {
    const diff = diffSweeps(OPTIMIZERS, OPTIMIZERS);
    const points = OPTIMIZERS.trials.reduce((sum, one) => sum + one.points.length, 0);
    expect(diff).toMatchObject({ settings: [], changed: [], provenance: [], onlyFirst: [], onlySecond: [] });
    expect(diff.points).toEqual({ trials: 25, identical: 25, equalPoints: points, isAll: true });
    expect(sentences(OPTIMIZERS, OPTIMIZERS)).toEqual([
      `Bit-identical: every point is equal (${points.toLocaleString('en-US')} points of 25 trials).`,
    ]);
  });

  test('is so in whatever order trials and metrics come', () => {
    const shuffled = {
      ...OPTIMIZERS,
      trials: OPTIMIZERS.trials.toReversed().map((one) => ({
        ...one,
        points: one.points.toSorted((a, b) => b.name.localeCompare(a.name) || a.step - b.step),
      })),
    };
    expect(diffSweeps(OPTIMIZERS, shuffled).points.identical).toBe(25);
  });

  test('is not where a single bit of a single point is another', () => {
    const last = OPTIMIZERS.trials.at(-1)!;
    const changed = moved(OPTIMIZERS, (one) => (one === last ? 1e-16 : 0));
    expect(diffSweeps(OPTIMIZERS, changed).points).toMatchObject({ trials: 25, identical: 24 });
    expect(sentences(OPTIMIZERS, changed)[0]).toBe('24 of 25 trials that have finished in both are bit-identical.');
  });

  test('takes NaN for NaN', () => {
    const diverged = divergedSeedsRecord();
    expect(diffSweeps(diverged, diverged).points).toMatchObject({ trials: 20, identical: 20, isAll: true });
  });

  test('with more seeds says so of what both have', () => {
    const more = seededOptimizersRecord({ seeds: 5 });
    const fewer = { ...more, trials: more.trials.filter(({ seed }) => seed < 3) };
    expect(sentences(fewer, more)[0]).toMatch(
      /^Bit-identical in the 15 trials that have finished in both: every point is equal \(.* points\)\.$/,
    );
  });
});

describe('results', () => {
  test('are paired by seed: a shift that is small beside the spread is seen', () => {
    const shifted = moved(OPTIMIZERS, ({ parameters, seed }) =>
      parameters['optimizer'] === 'adam' ? 0.002 + 1e-5 * seed : 1e-5 * (seed - 2),
    );
    const diff = diffSweeps(OPTIMIZERS, shifted);
    const adam = diff.cells.find(({ label }) => label === 'adam')!.compared!;
    expect(adam).toMatchObject({ test: 'paired', isSignificant: true });
    expect(adam.difference).toBeCloseTo(0.00202, 12);
    expect(diff.cells.filter(({ compared }) => compared!.isSignificant)).toHaveLength(1);
    expect(sentences(OPTIMIZERS, shifted)[1]).toMatch(
      /^1 of 5 cells differs significantly \(paired by seed, Holm's correction, 5 %\); the largest such difference is adam with \+0\.2 points/,
    );
  });

  test('of other seeds are compared by Welch, and a difference that is not there is not claimed', () => {
    const trials = OPTIMIZERS.trials.map((one) => ({ ...one, seed: one.seed + 100 }));
    const diff = diffSweeps(OPTIMIZERS, { ...OPTIMIZERS, trials });
    expect(diff.points).toMatchObject({ trials: 0, isAll: false });
    expect(diff.cells.map(({ compared }) => [compared!.test, compared!.isSignificant])).toEqual(
      Array(5).fill(['welch', false]),
    );
    expect(sentences(OPTIMIZERS, { ...OPTIMIZERS, trials })).toEqual([
      expect.stringMatching(
        /^The seeds do not tell any of the 5 cells apart between the two \(Holm's correction, 5 %\)/,
      ),
    ]);
  });

  test('of one seed each are told, not judged', () => {
    const one = seededOptimizersRecord({ seeds: 1 });
    expect(
      sentences(
        one,
        moved(one, () => 0.01),
      ).join(' '),
    ).toMatch(
      /One seed each cannot tell whether cells differ\. The largest difference seen is \w+ with \+1\.0 points\./,
    );
  });

  test('leave out what diverged, and say so', () => {
    const record = divergedSeedsRecord();
    const diff = diffSweeps(
      record,
      moved(record, () => 0.001),
    );
    expect(diff.cells.map(({ compared }) => compared !== undefined)).toEqual([true, true, false, false]);
    expect(diff.cells[2]).toMatchObject({ first: { mean: null, diverged: 2, finished: 5 } });
    expect(
      sentences(
        record,
        moved(record, () => 0.001),
      ).join(' '),
    ).toContain('lr 0.03 diverged with 2 of 5 seeds in the first, 2 of 5 in the second; it is not compared.');
  });
});

describe('cells', () => {
  test('are matched by what either sweep varies; other constants are told', () => {
    const grid = gridRecord();
    const { trials, spec } = grid;
    const longer: SweepRecord = {
      ...grid,
      axes: ['batch_size'],
      spec: { ...spec, name: 'longer' },
      trials: trials
        .filter(({ parameters }) => parameters['lr'] === 0.01)
        .map((one) => ({ ...one, cellId: `${one.cellId}-longer`, parameters: { ...one.parameters, epochs: 30 } })),
    };
    const diff = diffSweeps(grid, longer);
    expect(diff.cells.map(({ label }) => label)).toEqual(
      [16, 32, 64, 128].map((size) => `lr 0.01 · batch_size ${size}`),
    );
    expect(diff.onlyFirst).toHaveLength(16);
    expect(diff.changed).toEqual([{ parameter: 'epochs', first: 15, second: 30, cells: 4 }]);
    expect(diff.settings).toContain('name: grid → longer');
  });

  test('may be all different', () => {
    const other = { ...OPTIMIZERS, trials: [trial(0, { optimizer: 'lion' }, { state: 'pending' })] };
    expect(sentences(OPTIMIZERS, other)).toEqual([
      'No cell has the same parameters in both, so their results cannot be compared cell by cell.',
    ]);
  });
});

test('provenance and code are told where they differ', () => {
  const [first] = OPTIMIZERS.trials[0]!.provenance;
  const trials = OPTIMIZERS.trials.map((one) => ({
    ...one,
    provenance: [{ ...first!, engineVariant: 'relaxed-simd' }],
  }));
  const code = { sha256: 'a'.repeat(64), sizeBytes: 3, git: { commit: 'c0ffee1234567890', dirty: true } };
  expect(diffSweeps(OPTIMIZERS, { ...OPTIMIZERS, code, trials }).provenance).toEqual([
    { what: 'engine', first: ['wasm (simd)'], second: ['wasm (relaxed-simd)'] },
    { what: 'code', first: [], second: ['aaaaaaaaaaaa, commit c0ffee123456 with changes'] },
  ]);
});

test('text has all of it, and nothing that acts on a page or a terminal', () => {
  const renamed = { ...moved(OPTIMIZERS, () => 0.01), name: '<b>*x*\u001B[31m' };
  const diff = diffSweeps(OPTIMIZERS, renamed);
  const text = (format: 'table' | 'markdown' | 'json') => [...diffText(diff, OPTIMIZERS.metrics, format)].join('');
  expect(text('table')).toMatch(/^Settings\n {2}the same\n\nProvenance\n {2}the same\n\n/);
  expect(text('table')).toMatch(
    /^adam +\d\d\.\d +\d\d\.\d +\+1\.0 points +\[1\.0, 1\.0\] +< 0\.001 +5 paired +differs$/m,
  );
  expect(text('table')).not.toContain('\u001B');
  expect(text('markdown')).toContain('\\<b\\>\\*x\\*');
  expect(JSON.parse(text('json'))).toMatchObject({
    cells: [{}, {}, {}, { label: 'adam', compared: { isSignificant: true } }, {}],
    findings: [expect.any(String), expect.stringContaining('5 of 5 cells differ significantly')],
  });
});

test('10,000 trials are compared in seconds', () => {
  const large = largeRecord({ cells: 1000, seeds: 10, points: 20 });
  const started = performance.now();
  const diff = diffSweeps(large, large);
  expect([...diffText(diff, large.metrics, 'table')].join('').length).toBeGreaterThan(1000);
  expect(diff.points).toMatchObject({ identical: 10_000, equalPoints: 200_000 });
  expect(performance.now() - started).toBeLessThan(5_000);
});
