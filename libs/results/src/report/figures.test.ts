import type { MetricPoint } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { renderPng, renderSvg } from '../chart/render.ts';
import { commandRecord, finished, learningRatesRecord, optimizersRecord, trial } from '../example-records.ts';
import { gridRecord, largeRecord, seededOptimizersRecord } from '../example-seeds.ts';
import { LEAST_FONT_SIZE } from '../chart/layout.ts';
import { uniqueNames } from '../names.ts';
import type { SweepRecord } from '../record.ts';
import { EXAMPLE_PREDICTIONS } from '../chart/example-pictures.ts';
import { profileOf } from '../profile/profile-of.ts';
import { curveMetrics, sweepFigures, withoutCurves, type FigureOptions } from './figures.ts';

const figuresOf = (record: SweepRecord) => sweepFigures(summarize(record), 'sweep', uniqueNames());
const namesOfAll = (record: SweepRecord) => figuresOf(record).map(({ name }) => name);
const curvesOf = (record: SweepRecord) => figuresOf(record).filter(({ section }) => section === 'curves');
const namesOf = (record: SweepRecord) => curvesOf(record).map(({ name }) => name);

/** A sweep of one trial that reports these metrics, each at some steps. */
function reporting(names: readonly string[], points = 3): SweepRecord {
  const all = names.flatMap((name) =>
    Array.from({ length: points }, (_, at): MetricPoint => ({ name, step: at + 1, value: at })),
  );
  const trials = [trial(0, {}, finished(all, 0, 'completed'))];
  return { ...commandRecord(), metric: { name: names[0]!, goal: 'maximize' }, trials };
}

describe('curves', () => {
  test('of every metric, fine-grained ones first, with captions that say what lines and bands are', () => {
    const [accuracy, ...others] = curvesOf(seededOptimizersRecord({ seeds: 3 })).map(({ caption }) => caption);
    expect(accuracy).toMatch(
      /^Optimizers: test accuracy after every epoch, for each optimizer\. Lines are means over 3 seeds; bands/,
    );
    expect(others).toHaveLength(1);
    expect(namesOf(optimizersRecord())).toEqual(['sweep-train-loss', 'sweep-test-accuracy', 'sweep-test-loss']);
    const recorded = curvesOf(optimizersRecord())[0]!.caption;
    expect(recorded).toMatch(
      /^Optimizers: training loss against iteration, for each optimizer\. Every line is one seed\. Curves are smoothed/,
    );
  });

  test('without epochs are drawn by step', () => {
    const [figure] = curvesOf(commandRecord());
    expect(figure?.caption).toMatch(/^Command: gradient\/norm by step, for each optimizer × momentum × lr\./);
    expect(renderSvg(figure!.wide, 'a')).toMatch(/>step<\/text>/);
  });

  test('go by what is asked for', () => {
    const figures = sweepFigures(summarize(optimizersRecord()), 'sweep', uniqueNames(), { curves: { by: 'time' } });
    const captions = figures.filter(({ section }) => section === 'curves').map(({ caption }) => caption);
    expect(captions.every((caption) => caption.includes('against the time that training took'))).toBe(true);
  });

  test('of a metric that each trial reports once there are none', () => {
    expect(namesOf(reporting(['score'], 1))).toEqual([]);
    expect(withoutCurves(summarize(reporting(['score'], 1)))).toEqual([
      'Reported once a trial, which is no curve: score.',
    ]);
    expect(namesOf(reporting(['score'], 2))).toEqual(['sweep-score']);
    expect(withoutCurves(summarize(reporting(['score'], 2)))).toEqual([]);
  });

  test('a metric of any name has files of its own, in the folder', () => {
    const names = ['../../x', 'a/b', 'a-b', 'A b', '損失', '', '__proto__', 'constructor'];
    expect(namesOf(reporting(names)).sort()).toEqual(
      ['sweep-x', 'sweep-a-b', 'sweep-a-b-2', 'sweep-a-b-3', 'sweep-metric', 'sweep-metric-2', 'sweep-proto']
        .concat('sweep-constructor')
        .sort(),
    );
  });

  test('of very many metrics the sweep’s own and the first are drawn, and the others told', () => {
    const names = Array.from({ length: 300 }, (_, at) => `m${String(at).padStart(3, '0')}`);
    const record = { ...reporting(names), metric: { name: 'm299', goal: 'maximize' } as const };
    expect(namesOf(record)).toEqual([...names.slice(0, 7), 'm299'].map((name) => `sweep-${name}`));
    expect(curveMetrics(summarize(record)).left).toHaveLength(292);
  });

  test('names and labels cannot break the picture', () => {
    const evil = '</text><script>alert(1)</script>\u001B\u0000\uFFFF\uD800&';
    const record = reporting([evil]);
    const [figure] = curvesOf({ ...record, name: evil });
    const svg = renderSvg(figure!.wide, 'a');
    expect(svg).not.toContain('<script');
    // resvg reads XML strictly: it throws at markup that is not well-formed.
    expect(renderPng(svg).length).toBeGreaterThan(1000);
  });
});

test('a sweep has figures of its comparison and, on a two-way grid, a map', () => {
  const sections = (record: SweepRecord) => figuresOf(record).map(({ section, name }) => `${section} ${name}`);
  expect(sections(gridRecord())).toEqual(
    expect.arrayContaining([
      'comparison sweep-comparison-test-accuracy',
      'curves sweep-test-accuracy',
      'sensitivity sweep-heat-map-test-accuracy',
    ]),
  );
  const [comparison] = figuresOf(gridRecord());
  expect(comparison!.caption).toMatch(/every seed \(dots; 3 seeds a cell\) with the 95 % confidence interval/);
});

test('in no figure anything is set in less than 9 pt', () => {
  for (const record of [gridRecord(), learningRatesRecord(), commandRecord()]) {
    for (const { name, wide, narrow } of figuresOf(record)) {
      for (const drawing of [wide, narrow]) {
        const sizes = [...renderSvg(drawing, name).matchAll(/font-size[=:]\s*"?([\d.]+)/g)].map(([, size]) =>
          Number(size),
        );
        expect({ name, least: Math.min(...sizes) >= LEAST_FONT_SIZE }).toEqual({ name, least: true });
      }
    }
  }
});

test('of kept weights the pictures, the confusions and each class’s accuracy say whose network it is', () => {
  const record = seededOptimizersRecord({ seeds: 2 });
  const [{ id: trialId, seed }] = record.trials as [SweepRecord['trials'][number]];
  const predictions = { ...EXAMPLE_PREDICTIONS, trialId, step: 11_730 };
  const figures = figuresOf({ ...record, predictions }).filter(({ section }) => section === 'predictions');
  expect(figures.map(({ name }) => name)).toEqual(
    ['predicted-pictures', 'confusion', 'class-accuracy'].map((what) => `sweep-${what}`),
  );
  for (const { caption } of figures)
    expect(caption).toMatch(new RegExp(`^Optimizers: sgd, seed ${seed}, after 11,730 steps\\. `));
});

test('a profile brings its figures, without it they are left out', () => {
  const record = gridRecord();
  const summary = summarize(record);
  const names = (options: FigureOptions) => sweepFigures(summary, 's', uniqueNames(), options).map(({ name }) => name);
  const more = ['s-test-accuracy-against-lr', 's-test-accuracy-against-batch-size', 's-best-so-far', 's-expected-best'];
  expect(names({ profile: profileOf(record, summary) })).toEqual(expect.arrayContaining(more));
  expect(names({}).filter((name) => more.includes(name))).toEqual([]);
});

test('of more cells than an interval plot holds every seed is on a strip', () => {
  const names = namesOfAll(largeRecord({ cells: 100, seeds: 3, points: 3 }));
  expect(names).toContain('sweep-seeds-test-accuracy');
  expect(namesOfAll(gridRecord())).not.toContain('sweep-seeds-test-accuracy');
});
