import { isDiverged, type PlannedCurve, type PlannedPoint } from './curve-plan.ts';
import { marker } from './marker.ts';
import { BEHIND } from './palette.ts';
import type { Scale } from './scale.ts';
import { cross, element, polygon, polyline, rounded } from './svg.ts';

export interface Plot {
  readonly across: Scale;
  readonly up: Scale;
}

/** On a curve of more points only about so many have a marker. */
const MOST_MARKERS = 16;
const SPARSE_MARKERS = 6;
/** More crosses of a cell than these are a blot. */
const MOST_CROSSES = 25;

/** Band, recorded values where the curve is smoothed and has no band, and the curve: what must stay within the plot. */
export function curveLines({ cell, label, style, points }: PlannedCurve, plot: Plot, withRaw: boolean): string {
  const { color, width, dash } = style;
  const at = points.map((point) => place(point.x, point.y, plot));
  const stroke = { stroke: color, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;
  const raw = withRaw && !isDiverged(cell) ? points.map((point) => place(point.x, point.raw, plot)) : [];
  return [
    ...bands(points).map((run) => polygon(bandCorners(run, plot), { fill: color, 'fill-opacity': 0.16 })),
    ...(raw.length === 0 ? [] : [polyline(raw, { ...stroke, 'stroke-width': 1, 'stroke-opacity': 0.35 })]),
    polyline(at, {
      ...stroke,
      'data-line': label,
      'stroke-width': width,
      // A round end of a dash fills the gap that follows it.
      ...(dash !== 'solid' && { 'stroke-dasharray': dash.join(' '), 'stroke-linecap': 'butt' }),
    }),
  ].join('');
}

/**
 * A second way besides the colour to tell curves apart, above all lines: markers at each point of a short curve, at some of a long one, at other
 * places for each curve.
 * @param turn the curve's place among the others.
 */
export function curveMarkers({ cell, style, points, ends }: PlannedCurve, plot: Plot, turn: number): string {
  const every = points.length <= MOST_MARKERS ? 1 : Math.ceil(points.length / SPARSE_MARKERS);
  const first = every === 1 ? 0 : Math.floor(((turn % 5) + 0.5) * (every / 5));
  const shown = isDiverged(cell) ? [] : points.filter((_, at) => at % every === first);
  const marks = shown.filter(({ y }) => isWithin(y, plot)).map(({ x, y }) => marker(...place(x, y, plot), style));
  // A curve that leaves the picture before it ends is marked where it leaves.
  const exit = isDiverged(cell) ? points.find(({ y }) => y > plot.up.high) : undefined;
  const crosses = ends.slice(0, MOST_CROSSES).map((end) => {
    const { x, y } = exit ?? end;
    return cross(plot.across.place(x), plot.up.place(Math.min(plot.up.high, Math.max(plot.up.low, y))), 5, style.color);
  });
  return [...marks, ...crosses].join('');
}

/** Many curves as one thin grey path. */
export function curvesBehind(curves: readonly PlannedCurve[], plot: Plot): string {
  const tenths = (value: number) => Math.round(value * 10) / 10;
  const d = curves.map(({ points }) =>
    points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${place(x, y, plot).map(tenths).join(',')}`).join(''),
  );
  return element('path', { d: d.join(''), fill: 'none', stroke: BEHIND, 'stroke-width': 0.75, 'stroke-opacity': 0.55 });
}

/** What leaves the picture leaves it steeply, yet within what a picture can hold. */
export function place(x: number, y: number, { across, up }: Plot): [number, number] {
  const height = Math.abs(up.to - up.from);
  const [top, bottom] = [Math.min(up.from, up.to) - height, Math.max(up.from, up.to) + height];
  const at = up.place(y);
  // The logarithm of what is not positive is below everything.
  const down = Number.isNaN(at) ? bottom : Math.min(bottom, Math.max(top, at));
  return [across.place(x), rounded(down)];
}

function isWithin(y: number, { up }: Plot): boolean {
  return y >= up.low && y <= up.high;
}

/** Neighbouring points that have a band; a single one has no area. */
function bands(points: readonly PlannedPoint[]): PlannedPoint[][] {
  const runs: PlannedPoint[][] = [[]];
  for (const point of points) {
    if (point.band === undefined) runs.push([]);
    else runs.at(-1)!.push(point);
  }
  return runs.filter((run) => run.length > 1);
}

function bandCorners(run: readonly PlannedPoint[], plot: Plot): [number, number][] {
  return [
    ...run.map(({ x, band }) => place(x, band![1], plot)),
    ...run.toReversed().map(({ x, band }) => place(x, band![0], plot)),
  ];
}
