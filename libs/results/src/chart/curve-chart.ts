import type { Summary } from '../aggregate.ts';
import { formatWithUnit, metricTitle } from '../value-format.ts';
import { AXIS_HEIGHT, axisBelow, axisLeft, axisMeaning, labelRoom } from './axes.ts';
import { curveLines, curveMarkers, curvesBehind, type Plot } from './curve-lines.ts';
import { planCurves, type CurveOptions, type CurvePlan, type PlannedCurve } from './curve-plan.ts';
import { MARGIN, type Drawing, type Layout } from './layout.ts';
import { curveLegend } from './legend.ts';
import { notesBelow } from './notes.ts';
import { progressScale } from './progress-axis.ts';
import { element, explained, svgDrawing } from './svg.ts';
import { valueScale } from './value-axis.ts';

/** Above a plot, for the vertical axis's name. */
const NAME_ABOVE = 26;

/**
 * A curve a cell: mean over seeds with its band, smoothed where there are many points, and a cross where a seed diverged. Of many
 * cells the best are drawn in colour, the others faint behind them. Undefined where no cell has two finite points of the metric.
 */
export function curveChart(summary: Summary, options: CurveOptions, layout: Layout): Drawing | undefined {
  const plan = planCurves(summary, options);
  return plan && drawCurves(plan, layout);
}

/**
 * Each curve is a group with the attributes data-part="curve" and data-cell, its name one with data-part="label" and the same
 * data-cell: a page may show and hide them together. data-x and data-y say what places mean, data-line which line has
 * a curve's points.
 */
export function drawCurves(plan: CurvePlan, layout: Layout): Drawing {
  const { width } = layout;
  const legend = curveLegend(plan, layout);
  const top = MARGIN + NAME_ABOVE;
  const bottom = top + Math.max(layout.plotHeight, legend.height);
  const up = valueScale(plan.up, [bottom, top]);
  const left = MARGIN + labelRoom(up, layout);
  const right = width - legend.beside;
  const plot: Plot = { up, across: progressScale(plan.across, [left, right]) };
  const legendTop = bottom + AXIS_HEIGHT;
  const foot = notesBelow(
    plan.notes.map(({ short }) => sentence(short)),
    legendTop + legend.below + 4,
    layout,
  );
  const clip = element('rect', { x: left, y: top - 2, width: right - left + 2, height: bottom - top + 4 });
  const within = (inside: string) => element('g', { 'clip-path': 'url(#plot)' }, inside);
  const withRaw = plan.window > 1 && plan.band === 'none';
  return svgDrawing(width, foot.bottom + MARGIN / 2, [
    element('defs', meaningOf(plan, plot), element('clipPath', { id: 'plot' }, clip)),
    axisLeft(up, left, right, metricTitle(plan.format), MARGIN, layout),
    axisBelow(plot.across, top, bottom, plan.across.name, layout),
    ...(plan.behind.length === 0 ? [] : [within(curvesBehind(plan.behind, plot))]),
    // Drawn from the last to the first, so that the best curve lies on top.
    ...plan.named
      .map((curve, turn) =>
        element(
          'g',
          { 'data-part': 'curve', 'data-cell': curve.cell.cellId },
          explained(summaryOf(curve, plan), within(curveLines(curve, plot, withRaw)), curveMarkers(curve, plot, turn)),
        ),
      )
      .reverse(),
    legend.draw(plot, legendTop),
    foot.svg,
  ]);
}

/** For programs that read values from the picture. */
function meaningOf({ across, up, format: { label: name, unit, digits } }: CurvePlan, plot: Plot) {
  return {
    'data-x': axisMeaning(plot.across, { name: across.name, digits: across.by === 'step' ? 0 : undefined }),
    'data-y': axisMeaning(plot.up, { name, unit, digits, type: up.type }),
  };
}

/** What a pointer over the curve tells: "adam: ends at 64.9 %". */
function summaryOf({ label: name, points }: PlannedCurve, { format }: CurvePlan): string {
  const last = points.at(-1);
  return last === undefined ? name : `${name}: ends at ${formatWithUnit(format, last.raw / format.scale)}`;
}

function sentence(short: string): string {
  return `${short.charAt(0).toUpperCase()}${short.slice(1)}.`.replaceAll(' %', '\u00A0%');
}
