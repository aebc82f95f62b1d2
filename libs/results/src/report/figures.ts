import type { Summary } from '../aggregate.ts';
import { curveChart } from '../chart/curve-chart.ts';
import { heatMap } from '../chart/heat-map.ts';
import { NARROW, WIDE, type Drawing, type Layout } from '../chart/layout.ts';
import { naturalProgress, type Progress } from '../chart/progress-axis.ts';
import { hasEpochs } from '../curve.ts';
import { readableName, slug } from '../names.ts';
import { metricFormat } from '../value-format.ts';

/** One picture of a report, laid out twice. Pages number them in their order. */
export interface Figure {
  /** Of the page: below which heading it stands. */
  readonly section: 'network' | 'comparison' | 'curves' | 'sensitivity' | 'cost' | 'predictions';
  /** File name without its ending. */
  readonly name: string;
  /** What it shows, in words. */
  readonly caption: string;
  readonly wide: Drawing;
  readonly narrow: Drawing;
}

/** More metrics than these nobody looks at as pictures. */
const MOST_CURVE_FIGURES = 8;

/**
 * The curves of every metric that has some, fine-grained ones first, and of a two-way grid a heat map.
 * @param numbers of the figures, by metric, where a text refers to them.
 * @param uniqueName makes names of files different.
 */
export function sweepFigures(
  summary: Summary,
  sweepSlug: string,
  numbers: Readonly<Record<string, number>>,
  uniqueName: (wanted: string) => string,
): Figure[] {
  const name = readableName(summary.sweep.name);
  const cell = summary.axes.length === 0 ? 'the cell' : `each ${summary.axes.join(' × ')}`;
  const { label } = metricFormat(summary.metric.name, summary.metrics);
  const curves = drawnMetrics(summary).flatMap(({ metric, by, where }) => {
    const what = `${sweepSlug}-${slug(metric, 'metric')}`;
    const number = Object.hasOwn(numbers, metric) ? numbers[metric] : undefined;
    const start = number === undefined ? '' : `Figure ${number}. `;
    return figure(
      uniqueName(number === undefined ? what : `figure-${number}-${what}`),
      `${start}${name}: ${metricFormat(metric, summary.metrics).label} ${where}, for ${cell}.`,
      (layout) => curveChart(summary, { metric, by }, layout),
    );
  });
  const map = figure(
    uniqueName(`heat-map-${sweepSlug}-${slug(summary.metric.name, 'metric')}`),
    `${name}: final ${label} of every crossing.`,
    (layout) => heatMap(summary, layout),
  );
  return [...curves, ...map];
}

interface DrawnMetric {
  readonly metric: string;
  readonly by: Progress;
  /** The horizontal axis in words. */
  readonly where: string;
}

/** What is drawn as curves, by steps before by epochs. */
function drawnMetrics(summary: Summary): DrawnMetric[] {
  const drawn = curveMetrics(summary).drawn.map((metric): DrawnMetric => {
    const curves = summary.cells.flatMap((cell) => cell.curves.get(metric) ?? []);
    const by = naturalProgress(curves);
    if (by === 'epoch') return { metric, by, where: 'after every epoch' };
    return { metric, by, where: hasEpochs(curves) ? 'against iteration' : 'by step' };
  });
  return [...drawn.filter(({ by }) => by === 'step'), ...drawn.filter(({ by }) => by === 'epoch')];
}

/** Metrics of which a trial has more than one point; of too many the sweep's own and the first are drawn. */
export function curveMetrics({ metric, reported }: Summary): { drawn: string[]; left: string[] } {
  const several = reported.filter(({ pointsPerTrial }) => pointsPerTrial > 1).map(({ name }) => name);
  const byImportance = [
    ...several.filter((name) => name === metric.name),
    ...several.filter((name) => name !== metric.name),
  ];
  const drawn = new Set(byImportance.slice(0, MOST_CURVE_FIGURES));
  return { drawn: several.filter((name) => drawn.has(name)), left: several.filter((name) => !drawn.has(name)) };
}

function figure(name: string, caption: string, draw: (layout: Layout) => Drawing | undefined): Figure[] {
  const [wide, narrow] = [draw(WIDE), draw(NARROW)];
  return wide === undefined || narrow === undefined ? [] : [{ name, caption, wide, narrow }];
}
