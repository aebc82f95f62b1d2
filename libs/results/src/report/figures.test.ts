import type { MetricPoint } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { renderPng, renderSvg } from '../chart/render.ts';
import { commandRecord, finished, learningRatesRecord, optimizersRecord, trial } from '../example-records.ts';
import { uniqueNames } from '../names.ts';
import type { SweepRecord } from '../record.ts';
import { curveMetrics, sweepFigures } from './figures.ts';

const figuresOf = (record: SweepRecord) =>
  sweepFigures(summarize(record), 'sweep', record.figureNumbers ?? {}, uniqueNames());
const namesOf = (record: SweepRecord) => figuresOf(record).map(({ name }) => name);

/** A sweep of one trial that reports these metrics, each at some steps. */
function reporting(names: readonly string[], points = 3): SweepRecord {
  const all = names.flatMap((name) =>
    Array.from({ length: points }, (_, at): MetricPoint => ({ name, step: at + 1, value: at })),
  );
  const trials = [trial(0, {}, finished(all, 0, 'completed'))];
  return { ...commandRecord(), metric: { name: names[0]!, goal: 'maximize' }, trials };
}

describe('curves', () => {
  test('of every metric, by steps before by epochs; those that a text refers to are numbered', () => {
    const figures = figuresOf(optimizersRecord());
    expect(figures.map(({ name, caption }) => [name, caption])).toEqual([
      ['figure-2-sweep-train-loss', 'Figure 2. Optimizers: training loss against iteration, for each optimizer.'],
      ['figure-3-sweep-test-accuracy', 'Figure 3. Optimizers: test accuracy after every epoch, for each optimizer.'],
      ['sweep-test-loss', 'Optimizers: test loss after every epoch, for each optimizer.'],
    ]);
    expect(namesOf(learningRatesRecord()).at(-1)).toBe('heat-map-sweep-test-accuracy');
  });

  test('without epochs are drawn by step', () => {
    const [figure] = figuresOf(commandRecord());
    expect(figure?.caption).toBe('Command: gradient/norm by step, for each optimizer × momentum × lr.');
    expect(renderSvg(figure!.wide, 'a')).toMatch(/>step<\/text>/);
  });

  test('of a metric that each trial reports once there are none', () => {
    expect(namesOf(reporting(['score'], 1))).toEqual([]);
    expect(namesOf(reporting(['score'], 2))).toEqual(['sweep-score']);
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
    const [figure] = figuresOf({ ...record, name: evil });
    const svg = renderSvg(figure!.wide, 'a');
    expect(svg).not.toContain('<script');
    // resvg reads XML strictly: it throws at markup that is not well-formed.
    expect(renderPng(svg).length).toBeGreaterThan(1000);
  });
});
