import type { Goal } from '@gridsweep/sweep';
import { oncePerSummary, type Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { hasEpochs, inWholeEpochs, smooth, thinned, type Curve, type CurvePoint } from '../curve.ts';
import { extent } from '../statistics.ts';
import { metricFormat, type MetricFormat } from '../value-format.ts';
import { curveNotes, type BandKind, type CurveNote } from './curve-notes.ts';
import { curveStyle, curveStyles, type CurveStyle } from './palette.ts';
import { naturalProgress, progressAxis, timeUnit, type Progress, type ProgressAxis } from './progress-axis.ts';
import { valueAxis, type ValueAxis } from './value-axis.ts';

/** More curves than this cannot be told apart: then few, the best, are drawn in colours of their own, others faint behind them. */
const MOST_NAMED = 12;
const FEW = 7;
/** More faint ones than this show no more. */
const MOST_BEHIND = 150;
/** More points of a curve than these are finer than a picture. */
const MOST_POINTS = 400;
const MOST_POINTS_BEHIND = 40;
/** Curves of fewer points are not smoothed: all of them count. */
const LEAST_FOR_SMOOTHING = 12;
/** Curves behind that go so many times higher than those in colour leave the picture. */
const OUTLIER = 3;

export interface CurveOptions {
  readonly metric: string;
  /** Horizontal axis; unless given, or where the cells lack epochs or times, what suits the metric. */
  readonly by?: Progress | undefined;
  /** Vertical axis; unless given, or where a value is not positive, what shows more. */
  readonly scale?: ValueAxis['type'] | undefined;
}

/** In shown units. */
export interface PlannedPoint {
  readonly x: number;
  readonly y: number;
  /** As recorded, before smoothing. */
  readonly raw: number;
  /** Ends of the band; absent where there is none. */
  readonly band?: readonly [low: number, high: number];
}

export interface PlannedCurve {
  readonly cell: CellSummary;
  readonly label: string;
  readonly style: CurveStyle;
  readonly points: readonly PlannedPoint[];
  /** Where diverged seeds were last finite; above everything where they never were. */
  readonly ends: readonly { readonly x: number; readonly y: number }[];
  /** Seeds that the curve is the mean over, at most. */
  readonly seeds: number;
}

/** What a figure of curves shows, whatever its size. */
export interface CurvePlan {
  readonly format: MetricFormat;
  /** With colours and names, the one that ends best first. */
  readonly named: readonly PlannedCurve[];
  readonly behind: readonly PlannedCurve[];
  /** Cells that have the metric, drawn or not. */
  readonly cells: number;
  readonly band: BandKind;
  /** Points of the moving mean; 1 for curves as recorded. */
  readonly window: number;
  readonly across: ProgressAxis;
  readonly up: ValueAxis;
  readonly notes: readonly CurveNote[];
}

/** Undefined where no cell has two finite points of the metric: a single one is no curve. */
export function planCurves(summary: Summary, options: CurveOptions): CurvePlan | undefined {
  const { metric } = options;
  const cells = bestFirst(summary).filter((cell) => cell.curves.has(metric));
  const chosen = cells.slice(0, cells.length > MOST_NAMED ? FEW : MOST_NAMED);
  const others = cells.slice(chosen.length);
  const every = Math.ceil(others.length / MOST_BEHIND);
  const drawn = [...chosen, ...others.filter((_, at) => at % every === 0)];
  const curves = drawn.map((cell, at) =>
    thinned(cell.curves.get(metric)!, at < chosen.length ? MOST_POINTS : MOST_POINTS_BEHIND),
  );
  if (curves.every(({ points }) => points.length < 2)) return undefined;
  const format = metricFormat(metric, summary.metrics);
  const by = possibleProgress(options.by, drawn, curves);
  const [, longest] = extent(curves.map(({ points }) => points.length));
  const radius = inWholeEpochs(curves) || longest < LEAST_FOR_SMOOTHING ? 0 : Math.max(1, Math.round(longest / 40));
  const band = bandKind(curves.slice(0, chosen.length));
  const styles = others.length > 0 ? undefined : curveStyles(summary);
  const [, time] = extent(by === 'time' ? drawn.map((cell) => cell.wallTimeMs!.mean) : [0]);
  const unit = timeUnit(time);
  const plan = drawn.map((cell, at): PlannedCurve => {
    const { points, diverged } = curves[at]!;
    const pace = by === 'time' ? cell.wallTimeMs!.mean / lastStep(cell) / unit.ms : 0;
    const placeOf = ({ step, epoch }: { readonly step: number; readonly epoch?: number | undefined }) =>
      by === 'epoch' ? epoch! : by === 'step' ? step : step * pace;
    const values = {
      ...{ kind: at < chosen.length ? band : 'none', scale: format.scale },
      radius: isDiverged(cell) ? 0 : radius,
    };
    return {
      cell,
      label: curveLabel(cell),
      style: styles?.get(cell.cellId) ?? curveStyle(at),
      points: valuesOf(points, values).map((each, place) => ({ x: placeOf(points[place]!), ...each })),
      seeds: extent(points.map(({ n }) => n))[1],
      ends: diverged.map((end) => ({ x: placeOf(end), y: (end.value ?? Infinity) * format.scale })),
    };
  });
  const named = byEnd(plan.slice(0, chosen.length), goalOf(metric, summary));
  const behind = plan.slice(chosen.length);
  const places = plan.flatMap(({ points, ends }) => [...points, ...ends].map(({ x }) => x));
  const facts = {
    ...{ format, named, behind, band, cells: cells.length, window: 2 * radius + 1 },
    across: progressAxis(by, curves, places, unit.name),
    up: verticalAxis(named, behind, format, options.scale),
  };
  return { ...facts, notes: curveNotes(facts) };
}

/** Compared cells best first, then the others in the sweep's order. */
const bestFirst = oncePerSummary(({ cells, comparison }): readonly CellSummary[] => {
  const place = new Map(comparison.cells.map(({ cellId }, at) => [cellId, at]));
  const placeOf = ({ cellId }: CellSummary) => place.get(cellId) ?? place.size;
  return cells.toSorted((a, b) => placeOf(a) - placeOf(b));
});

function possibleProgress(
  wanted: Progress | undefined,
  cells: readonly CellSummary[],
  curves: readonly Curve[],
): Progress {
  switch (wanted) {
    case 'step':
      return 'step';
    case 'epoch':
      return hasEpochs(curves) ? 'epoch' : naturalProgress(curves);
    case 'time':
      return cells.every(({ wallTimeMs }) => wallTimeMs !== undefined) ? 'time' : naturalProgress(curves);
    case undefined:
      return naturalProgress(curves);
  }
}

/** The cell's last step of any metric. */
function lastStep({ curves }: CellSummary): number {
  const [, last] = extent(
    [...curves.values()].flatMap(({ points, diverged }) => [...points, ...diverged].map(({ step }) => step)),
  );
  return Math.max(1, last);
}

function bandKind(curves: readonly Curve[]): BandKind {
  const points = curves.flatMap((curve) => curve.points);
  if (points.some(({ interval }) => interval !== undefined)) return 'interval';
  return points.some(({ n }) => n > 1) ? 'range' : 'none';
}

interface Values {
  readonly kind: BandKind;
  readonly scale: number;
  readonly radius: number;
}

/** The band is smoothed as the curve is. */
function valuesOf(points: readonly CurvePoint[], { kind, scale, radius }: Values): Omit<PlannedPoint, 'x'>[] {
  const ends = (point: CurvePoint): readonly [number, number] | undefined =>
    kind === 'none' ? undefined : kind === 'range' ? [point.min, point.max] : point.interval;
  const smoothed = (of: (point: CurvePoint) => number) =>
    smooth(
      points.map((point) => of(point) * scale),
      radius,
    );
  const means = smoothed(({ mean }) => mean);
  const lows = smoothed((point) => ends(point)?.[0] ?? point.mean);
  const highs = smoothed((point) => ends(point)?.[1] ?? point.mean);
  return points.map((point, at) => ({
    ...{ y: means[at]!, raw: point.mean * scale },
    ...(ends(point) !== undefined && { band: [lows[at]!, highs[at]!] as const }),
  }));
}

/** Whether all seeds of the cell diverged. */
export function isDiverged({ outcomes, counts }: CellSummary): boolean {
  return counts.total > 0 && outcomes.diverged === counts.total;
}

/** The cell's label with what its curve does not tell: "lr 0.1 · none (diverged)", "adam (2 of 10 diverged)", "sgd (running)". */
function curveLabel(cell: CellSummary): string {
  const { counts, outcomes, label } = cell;
  if (isDiverged(cell)) return `${label} (diverged)`;
  if (outcomes.diverged > 0) return `${label} (${outcomes.diverged} of ${counts.total} diverged)`;
  return counts.finished === 0 && counts.running > 0 ? `${label} (running)` : label;
}

function goalOf(metric: string, summary: Summary): Goal | undefined {
  if (metric === summary.metric.name) return summary.metric.goal;
  return summary.metrics.find(({ name }) => name === metric)?.goal;
}

/** The curve that ends best first, those of diverged cells last; without a goal as they come. */
function byEnd(curves: readonly PlannedCurve[], goal: Goal | undefined): PlannedCurve[] {
  if (goal === undefined) return [...curves];
  const sign = goal === 'maximize' ? -1 : 1;
  const worth = ({ cell, points }: PlannedCurve) =>
    isDiverged(cell) || points.length === 0 ? Infinity : sign * points.at(-1)!.y;
  const worths = new Map(curves.map((curve) => [curve, worth(curve)]));
  // Infinity minus Infinity is no order.
  return curves.toSorted((a, b) => (worths.get(a) === worths.get(b) ? 0 : worths.get(a)! - worths.get(b)!));
}

function verticalAxis(
  named: readonly PlannedCurve[],
  behind: readonly PlannedCurve[],
  { unit }: MetricFormat,
  wanted: ValueAxis['type'] | undefined,
): ValueAxis {
  const extentOf = ({ points }: PlannedCurve) => {
    const [floor, highest] = extent(points.flatMap(({ y, raw }) => [y, raw]));
    const [low, high] = extent([floor, highest, ...points.flatMap(({ band }) => band ?? [])]);
    return { low, high, floor };
  };
  const inColour = named.filter(({ points }) => points.length > 0).map(extentOf);
  const [, top] = extent(inColour.map(({ high }) => high));
  const faint = behind.filter(({ points }) => points.length > 0).map(extentOf);
  const within = faint.filter(({ high }) => high <= OUTLIER * Math.abs(top));
  const ends = named.flatMap((curve) => curve.ends.map(({ y }) => y)).filter(Number.isFinite);
  return valueAxis([...inColour, ...within], ends, unit === '%' ? [0, 100] : [-Infinity, Infinity], wanted);
}
