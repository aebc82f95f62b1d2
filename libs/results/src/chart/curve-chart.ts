import type {
  CustomSeriesOption,
  LineSeriesOption,
  ScatterSeriesOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from 'echarts';
import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { hasEpochs, smooth, thinned, type Curve, type CurveEnd } from '../curve.ts';
import { extent } from '../statistics.ts';
import { inRankOrder } from '../table/comparison-table.ts';
import { metricFormat, metricTitle } from '../value-format.ts';
import { chartLegend, curveLabel } from './legend.ts';
import { baseOption, heading, MARGIN, sweepTitle, type Drawing, type Layout } from './layout.ts';
import { BEHIND, curveStyle, curveStyles, INK, MUTED, PAPER, RULE, type CurveStyle } from './palette.ts';
import { epochAxis, naturalProgress, stepAxis, type Progress } from './progress-axis.ts';
import { valueAxis, type ValueAxis } from './value-axis.ts';

/** More curves than this cannot be told apart: the best are drawn in colour, the others faint behind them. */
const MOST_NAMED = 24;
const FEW_CURVES = 12;
/** More faint ones than this show no more. */
const MOST_BEHIND = 200;
/** More points of a curve than this are finer than a picture. */
const MOST_POINTS = 1000;

const BEHIND_OTHERS: CurveStyle = { color: BEHIND, dash: 'solid', symbol: 'none', width: 1 };

interface DrawnCurve {
  readonly cell: CellSummary;
  readonly curve: Curve;
  readonly style: CurveStyle;
  readonly name: string;
}

/**
 * One curve per cell: mean over seeds, a band from the lowest to the highest seed, long curves smoothed with the recorded
 * values faint behind, and a cross with the word where a cell diverged. Undefined where the sweep has no such points.
 * @param by horizontal axis; unless given, or where points have no epochs, what suits the metric.
 */
export function curveChart(
  summary: Summary,
  { metric, by: wanted }: { readonly metric: string; readonly by?: Progress },
  layout: Layout,
): Drawing | undefined {
  const curves = drawnCurves(summary, metric);
  if (curves.length === 0) return undefined;
  const plain = curves.map(({ curve }) => curve);
  const by = wanted === undefined || (wanted === 'epoch' && !hasEpochs(plain)) ? naturalProgress(plain) : wanted;
  const format = metricFormat(metric, summary.metrics);
  const { scale, unit } = format;
  const axis = valueAxis(plain, scale, unit === '%' ? [0, 100] : [-Infinity, Infinity]);
  const radius = by === 'step' ? smoothingRadius(curves) : 0;
  const head = heading(sweepTitle(summary.sweep.name, format), notes(curves, axis, radius), layout);
  const legend = chartLegend([...new Set(curves.map(({ name }) => name))], layout);
  const top = head.height + AXIS_NAME_ABOVE;
  const bottom = AXIS_BELOW + legend.below;
  const [, lastX] = extent(
    plain.flatMap(({ points, diverged }) => [...points, ...diverged].map((at) => placeOf(at, by))),
  );
  const option: Drawing['option'] = {
    ...baseOption(layout),
    title: head.title,
    legend: { ...legend.option, ...(layout.legend === 'right' && { top }) },
    grid: { left: LABELS_LEFT, right: legend.right, top, bottom },
    xAxis: horizontalAxis(by, curves, layout),
    yAxis: verticalAxis(metricTitle(format), axis, layout),
    // Drawn from the last to the first, so that the best curve lies on top.
    series: curves.toReversed().flatMap((drawn) => seriesOf(drawn, { by, scale, radius, axis, lastX, layout })),
  };
  return { width: layout.width, height: Math.ceil(top + Math.max(layout.plotHeight, legend.beside) + bottom), option };
}

/** The cells' curves, best first. Of many the first have colours and names; of very many others some stand for all. */
function drawnCurves(summary: Summary, metric: string): DrawnCurve[] {
  const cells = inRankOrder(summary).filter((cell) => cell.curves.has(metric));
  const crowded = cells.length > MOST_NAMED;
  const named = crowded ? FEW_CURVES : cells.length;
  const styles = curveStyles(summary);
  const others = cells.slice(named);
  const every = Math.ceil(others.length / MOST_BEHIND);
  const behind = others.filter((_, at) => at % every === 0);
  const some = every > 1 ? `${behind.length} of ` : '';
  const draw = (cell: CellSummary, style: CurveStyle, name: string): DrawnCurve => ({
    ...{ cell, style, name },
    curve: thinned(cell.curves.get(metric)!, MOST_POINTS),
  });
  return [
    ...cells
      .slice(0, named)
      .map((cell, at) => draw(cell, crowded ? curveStyle(at) : styles.get(cell.cellId)!, curveLabel(cell))),
    ...behind.map((cell) =>
      draw(
        cell,
        BEHIND_OTHERS,
        `${some}${others.length.toLocaleString('en-US')} other ${others.length === 1 ? 'cell' : 'cells'}`,
      ),
    ),
  ];
}

/** A point's place on the horizontal axis. */
function placeOf(point: { readonly step: number; readonly epoch?: number | undefined }, by: Progress): number {
  return by === 'epoch' ? point.epoch! : point.step;
}

/** Room around the plot: for the vertical axis's name above it and its labels, and for the horizontal axis. */
const AXIS_NAME_ABOVE = 30;
const LABELS_LEFT = 60;
const AXIS_BELOW = 68;

function horizontalAxis(by: Progress, curves: readonly DrawnCurve[], { fontSize }: Layout): XAXisComponentOption {
  const axis = (by === 'step' ? stepAxis : epochAxis)(curves.map(({ curve }) => curve));
  return {
    ...axis,
    nameLocation: 'middle',
    nameGap: 34,
    nameTextStyle: { color: INK, fontSize },
    axisLine: { lineStyle: { color: MUTED } },
    axisTick: { ...axis.axisTick, lineStyle: { color: MUTED } },
    axisLabel: { ...axis.axisLabel, color: MUTED, fontSize: fontSize - 1, hideOverlap: true },
    splitLine: { show: false },
  };
}

function verticalAxis(
  name: string,
  { type, min, max, interval }: ValueAxis,
  { fontSize }: Layout,
): YAXisComponentOption {
  return {
    ...{ type, min, max, name, nameLocation: 'end', nameGap: 14 },
    ...(interval !== undefined && { interval }),
    nameTextStyle: { color: INK, fontSize, align: 'left', padding: [0, 0, 0, MARGIN - LABELS_LEFT] },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: MUTED, fontSize: fontSize - 1, formatter: shortNumber },
    splitLine: { lineStyle: { color: RULE } },
  };
}

interface Scales {
  readonly by: Progress;
  readonly scale: number;
  readonly radius: number;
  readonly axis: ValueAxis;
  /** Where the longest curve ends. */
  readonly lastX: number;
  readonly layout: Layout;
}

type Series = LineSeriesOption | CustomSeriesOption | ScatterSeriesOption;

function seriesOf(drawn: DrawnCurve, scales: Scales): Series[] {
  const { cell, curve, style, name } = drawn;
  const { by, scale, axis } = scales;
  // A curve that leaves the picture leaves it steeply, yet within what an SVG can hold.
  const highest = axis.max + (axis.max - axis.min);
  const means = curve.points.map(({ mean }) => Math.min(highest, mean * scale));
  const radius = isDiverged(cell) ? 0 : scales.radius;
  const line = (values: readonly number[]): LineSeriesOption => ({
    type: 'line',
    data: curve.points.map((point, at) => [placeOf(point, by), values[at]!]),
    showSymbol: false,
    silent: true,
    lineStyle: { color: style.color, type: style.dash, width: style.width, cap: 'round', join: 'round' },
    itemStyle: { color: style.color },
  });
  const strong: LineSeriesOption = {
    ...line(smooth(means, radius)),
    ...{ name, symbol: style.symbol, symbolSize: 8, showAllSymbol: true },
    showSymbol: by === 'epoch' && !isDiverged(cell),
  };
  const raw: LineSeriesOption = { ...line(means), lineStyle: { color: style.color, width: 1, opacity: 0.4 } };
  const isBehind = style === BEHIND_OTHERS;
  return [
    ...(!isBehind && curve.points.some(({ n }) => n > 1) ? [band(curve, style.color, scales)] : []),
    ...(!isBehind && radius > 0 ? [raw] : []),
    strong,
    ...divergence(drawn, scales),
  ];
}

function isDiverged({ outcomes, counts }: CellSummary): boolean {
  return outcomes.diverged === counts.total;
}

/** A tick's value, in few enough characters that it does not push the plot aside. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-3)) return Number(value.toPrecision(6)).toExponential().replace('e+', 'e');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** From the lowest to the highest seed, as one polygon. */
function band({ points }: Curve, color: string, { by, scale }: Scales): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    clip: true,
    data: [0],
    renderItem: (_, api) => ({
      type: 'polygon',
      shape: {
        points: [
          ...points.map((point) => api.coord([placeOf(point, by), point.max * scale])),
          ...points.toReversed().map((point) => api.coord([placeOf(point, by), point.min * scale])),
        ],
      },
      style: { fill: color, opacity: 0.16 },
    }),
  };
}

/** A cross where each diverged seed was last finite within the picture, the word beside the first. */
function divergence(
  { cell, curve, style }: DrawnCurve,
  { by, scale, axis, lastX, layout }: Scales,
): ScatterSeriesOption[] {
  const [first] = curve.diverged;
  if (first === undefined) return [];
  const { total } = cell.counts;
  const word = isDiverged(cell) ? 'diverged' : `${cell.outcomes.diverged} of ${total} diverged`;
  // A curve that leaves the picture before it ends is marked where it leaves.
  const exit = isDiverged(cell) ? curve.points.find(({ mean }) => mean * scale > axis.max) : undefined;
  const place = (end: CurveEnd) => [
    placeOf(exit ?? end, by),
    Math.min(axis.max, (exit?.mean ?? end.value ?? Infinity) * scale),
  ];
  return [
    {
      type: 'scatter',
      silent: true,
      clip: false,
      z: 5,
      data: curve.diverged.map((end, at) => ({ value: place(end), label: { show: at === 0 } })),
      symbol: 'path://M-5,-5L5,5M5,-5L-5,5',
      symbolSize: 11,
      itemStyle: { color: 'none', borderColor: style.color, borderWidth: 2.5 },
      label: {
        ...{ formatter: word, position: place(first)[0]! > 0.7 * lastX ? 'left' : 'right', distance: 8 },
        ...{ color: INK, fontSize: layout.fontSize - 1, textBorderColor: PAPER, textBorderWidth: 3 },
      },
      labelLayout: { moveOverlap: 'shiftY' },
    },
  ];
}

/** About a fortieth of the curve on each side; none for short curves, whose points all count. */
function smoothingRadius(curves: readonly DrawnCurve[]): number {
  const [, longest] = extent(curves.map(({ curve }) => curve.points.length));
  return longest < 12 ? 0 : Math.max(1, Math.round(longest / 40));
}

function notes(curves: readonly DrawnCurve[], axis: ValueAxis, radius: number): string[] {
  const [fewest, most] = extent(curves.map(({ cell }) => cell.seeds.length));
  const seeds = fewest === most ? most : `up to ${most}`;
  const partlyDiverged = curves.some(({ cell }) => cell.outcomes.diverged > 0 && !isDiverged(cell));
  return [
    ...(radius > 0 ? [`Strong: moving mean of ${2 * radius + 1} points. Faint: as recorded.`] : []),
    ...(most > 1 ? [`Lines: mean over ${seeds} seeds. Bands: lowest to highest seed.`] : []),
    ...(partlyDiverged ? ['Seeds that diverged are left out of the means and marked ×.'] : []),
    ...(axis.note === undefined ? [] : [axis.note]),
  ];
}
