import type { Summary } from '../aggregate.ts';
import { drawCurves } from '../chart/curve-chart.ts';
import { planCurves, type CurveOptions, type CurvePlan } from '../chart/curve-plan.ts';
import { heatMap } from '../chart/heat-map.ts';
import { NARROW, WIDE, type Drawing, type Layout } from '../chart/layout.ts';
import { hasEpochs } from '../curve.ts';
import { readableName, slug } from '../names.ts';
import { networkDrawing } from '../network/network-drawing.ts';
import type { Profile } from '../profile/profile.ts';
import { joinWords, metricFormat } from '../value-format.ts';

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

/** What a report says of one sweep. */
export interface Shown {
  readonly summary: Summary;
  readonly profile?: Profile | undefined;
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
 * All figures of a sweep, in their sections' order.
 * @param uniqueName makes names of files different. @param curves how curves are drawn where the figures leave a choice.
 */
export function sweepFigures(
  shown: Shown,
  sweepSlug: string,
  uniqueName: (wanted: string) => string,
  curves: Omit<CurveOptions, 'metric'> = {},
): Figure[] {
  return sketches(shown, curves).flatMap(({ section, what, caption, draw }) => {
    const [wide, narrow] = [draw(WIDE), draw(NARROW)];
    if (wide === undefined || narrow === undefined) return [];
    return [{ section, name: uniqueName(`${sweepSlug}-${what}`), caption, wide, narrow }];
  });
}

/** Every kind of figure there is: one entry each. */
function sketches({ summary }: Shown, curves: Omit<CurveOptions, 'metric'>): Sketch[] {
  const { metric, method } = summary;
  const name = readableName(summary.sweep.name);
  const { label } = metricFormat(metric.name, summary.metrics);
  const metricSlug = slug(metric.name, 'metric');
  const network = method?.network;
  return [
    ...(network === undefined
      ? []
      : [
          {
            section: 'network' as const,
            what: 'network',
            caption: `${network.name}: each box is what a layer puts out, with its size (height × width × maps, or units).`,
            draw: (layout: Layout) => networkDrawing(network, layout),
          },
        ]),
    ...curveSketches(summary, curves),
    {
      section: 'sensitivity',
      what: `heat-map-${metricSlug}`,
      caption: `${name}: final ${label} of every crossing.`,
      draw: (layout) => heatMap(summary, layout),
    },
  ];
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
