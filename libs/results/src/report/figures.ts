import type { Summary } from '../aggregate.ts';
import { bestSoFarPlot, expectedBestPlot } from '../chart/best-so-far-plot.ts';
import { classAccuracy } from '../chart/class-accuracy.ts';
import { confusionMatrix } from '../chart/confusion-matrix.ts';
import { drawCurves } from '../chart/curve-chart.ts';
import { planCurves, type CurveOptions, type CurvePlan } from '../chart/curve-plan.ts';
import { heatMap } from '../chart/heat-map.ts';
import { intervalPlot } from '../chart/interval-plot.ts';
import { NARROW, WIDE, type Drawing, type Layout } from '../chart/layout.ts';
import { predictedPictures } from '../chart/predicted-pictures.ts';
import { seedStrip } from '../chart/seed-strip.ts';
import { sensitivityPlot } from '../chart/sensitivity-plot.ts';
import { hasEpochs } from '../curve.ts';
import { readableName, slug } from '../names.ts';
import { networkDrawing } from '../network/network-drawing.ts';
import type { Profile } from '../profile/profile.ts';
import type { Predictions } from '../record.ts';
import { printable } from '../safe-text.ts';
import { extent } from '../statistics.ts';
import { countOf, joinWords, metricFormat } from '../value-format.ts';

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

export interface FigureOptions {
  /** Without it the figures that show one are left out. */
  readonly profile?: Profile | undefined;
  /** How curves are drawn where figures leave a choice. */
  readonly curves?: Omit<CurveOptions, 'metric'> | undefined;
}

/** A figure before it is drawn; `draw` gives undefined where the sweep has nothing of the kind. */
interface Sketch {
  readonly section: Figure['section'];
  /** Of the file, behind the sweep's. */
  readonly what: string;
  /** Sentences. */
  readonly caption: string;
  readonly draw: (layout: Layout) => Drawing | undefined;
}

/**
 * All figures of a sweep. Within a section they are in the order in which a reader wants them.
 * @param uniqueName makes names of files different.
 */
export function sweepFigures(
  summary: Summary,
  sweepSlug: string,
  uniqueName: (wanted: string) => string,
  options: FigureOptions = {},
): Figure[] {
  return sketches(summary, options).flatMap(({ section, what, caption, draw }) => {
    const [wide, narrow] = [draw(WIDE), draw(NARROW)];
    if (wide === undefined || narrow === undefined) return [];
    return [{ section, name: uniqueName(`${sweepSlug}-${what}`), caption, wide, narrow }];
  });
}

/** Every kind of figure there is. */
function sketches(summary: Summary, { profile, curves = {} }: FigureOptions): Sketch[] {
  const { metric, method } = summary;
  const name = readableName(summary.sweep.name);
  const { label } = metricFormat(metric.name, summary.metrics);
  const metricSlug = slug(metric.name, 'metric');
  return [
    ...only(method?.network, (network) => ({
      section: 'network',
      what: 'network',
      caption: `${network.name}: each box is what a layer puts out, with its size (height × width × maps, or units).`,
      draw: (layout) => networkDrawing(network, layout),
    })),
    {
      section: 'comparison',
      what: `comparison-${metricSlug}`,
      caption: comparisonCaption(summary, `${name}: ${label} at the end of training`),
      draw: (layout) => intervalPlot(summary, layout),
    },
    {
      section: 'comparison',
      what: `seeds-${metricSlug}`,
      caption: `${name}: ${label} at the end of training of every seed of every cell, cells in the order of the comparison; the line goes through their means, and what could be best is shaded. Cells of which a seed diverged stand at the right.`,
      draw: (layout) => seedStrip(summary, layout),
    },
    ...curveSketches(summary, curves),
    {
      section: 'sensitivity',
      what: `heat-map-${metricSlug}`,
      caption: `${name}: mean of the final ${label} over seeds, for every crossing of ${joinWords(summary.axes)}. The best cell is framed; cells with a dot could be best. Cells of which a seed diverged are hatched, those whose loss did not fall or that stayed at chance blank; neither stretches the scale.`,
      draw: (layout) => heatMap(summary, layout),
    },
    ...(profile?.sensitivity ?? []).map((sensitivity): Sketch => ({
      section: 'sensitivity',
      what: `${metricSlug}-against-${slug(sensitivity.axis, 'parameter')}`,
      caption: `${name}: final ${label} against ${printable(sensitivity.axis)}${sensitivity.logarithmic ? ' (logarithmic)' : ''}. What diverged stands at the foot and has no value.`,
      draw: (layout) => sensitivityPlot(summary, sensitivity, layout),
    })),
    ...only(profile?.bestSoFar, (best) => ({
      section: 'cost',
      what: 'best-so-far',
      caption: `${name}: best final ${label} found so far, against the trials that have ended and the time that devices spent on them; beside it what the same trials give on average in a random order.`,
      draw: (layout) => bestSoFarPlot(summary, best, layout),
    })),
    ...only(profile?.expectedBest, (expected) => ({
      section: 'cost',
      what: 'expected-best',
      caption: `${name}: best ${label} to be expected of so many settings tried at random among those of the sweep.`,
      draw: (layout) => expectedBestPlot(summary, expected, layout),
    })),
    ...(summary.predictions === undefined ? [] : predictionSketches(summary, summary.predictions)),
  ];
}

/** What one trained network says of the test set. */
function predictionSketches({ sweep, cells }: Summary, predictions: Predictions): Sketch[] {
  const { trialId, step, confusion } = predictions;
  const cell = cells.find(({ runs }) => runs.some((run) => run.trialId === trialId));
  const seed = cell?.runs.find((run) => run.trialId === trialId)?.seed;
  const which = cell === undefined ? `trial ${printable(trialId)}` : `${cell.label}, seed ${seed}`;
  const name = `${readableName(sweep.name)}: ${which}, after ${countOf(step, 'step')}`;
  const pictures = countOf(extent(confusion.map((row) => row.reduce((sum, value) => sum + value, 0)))[1], 'picture');
  const section = 'predictions';
  return [
    {
      ...{ section, what: 'predicted-pictures' },
      caption: `${name}. Pictures of the test set with their true and predicted classes and the most probable ones: the first of the set, and the mistakes that the network was surest of. Mistakes have a cross.`,
      draw: (layout) => predictedPictures(predictions, layout),
    },
    {
      ...{ section, what: 'confusion' },
      caption: `${name}. Pictures of each true class (rows, at most ${pictures} a class) by the class that they were taken for (columns).`,
      draw: (layout) => confusionMatrix(predictions, layout),
    },
    {
      ...{ section, what: 'class-accuracy' },
      caption: `${name}. Share of each class’s pictures that was recognised, with its 95 % interval (Wilson) over pictures: of this one network, not of the setting.`,
      draw: (layout) => classAccuracy(predictions, layout),
    },
  ];
}

function only<T>(given: T | undefined, sketch: (given: T) => Sketch): Sketch[] {
  return given === undefined ? [] : [sketch(given)];
}

function comparisonCaption({ cells, comparison }: Summary, what: string): string {
  const [fewest, most] = extent(comparison.cells.map(({ n }) => n));
  const seeds = fewest === most ? countOf(most, 'seed') : `${fewest} to ${most} seeds`;
  const left = cells.length - comparison.cells.length;
  return [
    `${what}, best cell on top: every seed (dots; ${seeds} a cell)`,
    most < 2 ? '.' : ' with the 95 % confidence interval of the cell’s mean (Student’s t).',
    comparison.model === undefined
      ? ''
      : ' Beside it the difference with the best of the other cells, with intervals that hold for all cells together at 95 % (Hsu).',
    left === 0 ? '' : ` Not compared: ${countOf(left, 'cell')}.`,
  ].join('');
}

/** The curves of every metric that has some, fine-grained ones first. */
function curveSketches(summary: Summary, options: Omit<CurveOptions, 'metric'>): Sketch[] {
  const plans = curveMetrics(summary).drawn.flatMap((metric) => planCurves(summary, { metric, ...options }) ?? []);
  const isFine = ({ across, window }: CurvePlan) => across.by === 'step' || window > 1;
  return [...plans.filter(isFine), ...plans.filter((plan) => !isFine(plan))].map((plan) => ({
    section: 'curves',
    what: slug(plan.format.name, 'metric'),
    caption: curveCaption(summary, plan),
    draw: (layout) => drawCurves(plan, layout),
  }));
}

function curveCaption({ sweep, axes }: Summary, { format, across, named, notes }: CurvePlan): string {
  const cell = axes.length === 0 ? 'the cell' : `each ${axes.join(' × ')}`;
  const curves = named.flatMap(({ cell: { curves: all } }) => all.get(format.name) ?? []);
  const where = {
    step: hasEpochs(curves) ? 'against iteration' : 'by step',
    epoch: 'after every epoch',
    time: 'against the time that training took',
  }[across.by];
  const what = `${readableName(sweep.name)}: ${format.label} ${where}, for ${cell}.`;
  return [what, ...notes.map(({ sentence }) => sentence)].join(' ');
}

/** More metrics than these nobody looks at as pictures. */
const MOST_CURVE_FIGURES = 8;

/** What trials reported, by what becomes of it. */
export interface CurveMetrics {
  readonly drawn: string[];
  /** Too many: the sweep's own and the first are drawn. */
  readonly left: string[];
  /** A single point a trial, as after one epoch, is no curve. */
  readonly once: string[];
}

export function curveMetrics({ metric, reported }: Summary): CurveMetrics {
  const several = reported.filter(({ pointsPerTrial }) => pointsPerTrial > 1).map(({ name }) => name);
  const byImportance = [
    ...several.filter((name) => name === metric.name),
    ...several.filter((name) => name !== metric.name),
  ];
  const drawn = new Set(byImportance.slice(0, MOST_CURVE_FIGURES));
  return {
    drawn: several.filter((name) => drawn.has(name)),
    left: several.filter((name) => !drawn.has(name)),
    once: reported.filter(({ pointsPerTrial }) => pointsPerTrial === 1).map(({ name }) => name),
  };
}

/** Sentences that say which metrics have no figure of curves, and why. */
export function withoutCurves(summary: Summary): string[] {
  const { left, once } = curveMetrics(summary);
  const labels = once.map((name) => metricFormat(name, summary.metrics).label);
  return [
    ...(once.length === 0 ? [] : [`Reported once a trial, which is no curve: ${joinWords(labels)}.`]),
    ...(left.length === 0 ? [] : [`Reported, but not drawn: ${joinWords(left)}.`]),
  ];
}
