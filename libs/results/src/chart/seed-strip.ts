import type { Summary } from '../aggregate.ts';
import { countOf, metricFormat, metricTitle } from '../value-format.ts';
import { AXIS_HEIGHT, axisBelow, axisLeft, labelRoom } from './axes.ts';
import { MOST_ROWS } from './interval-plot.ts';
import { MARGIN, type Drawing, type Layout } from './layout.ts';
import { notesBelow } from './notes.ts';
import { CURVE_COLORS, INK, MUTED } from './palette.ts';
import { linearScale } from './scale.ts';
import { cross, element, explained, line, polyline, svgDrawing } from './svg.ts';
import { valuesWorthShowing } from './values-worth-showing.ts';

/** More dots than these show no more: of more cells every so many is drawn. */
const MOST_DOTS = 3000;
const NAME_ABOVE = 26;
const FOOT = 16;
const BLUE = CURVE_COLORS[0];

/**
 * Every seed of every cell, cells in their rank order from left to right: a dot a seed, a line through the means, shade behind what
 * could be best. For sweeps of so many cells that an interval plot cannot hold them. Cells of which a seed diverged follow with their
 * other seeds as rings and a mark at the foot. Undefined where an interval plot holds all cells.
 */
export function seedStrip(summary: Summary, layout: Layout): Drawing | undefined {
  const { comparison, cells } = summary;
  if (comparison.cells.length <= MOST_ROWS.right) return undefined;
  const format = metricFormat(summary.metric.name, summary.metrics);
  const byId = new Map(cells.map((cell) => [cell.cellId, cell]));
  const columns = [
    ...comparison.cells.map(({ cellId, standing }) => ({ cell: byId.get(cellId)!, standing })),
    ...comparison.left.flatMap(({ cellId, reason }) =>
      reason === 'diverged' ? [{ cell: byId.get(cellId)!, standing: undefined }] : [],
    ),
  ].map(({ cell, standing }, at) => {
    const finals = cell.runs.flatMap(({ final, diverged }) =>
      !diverged && final !== undefined && Number.isFinite(final) ? [final * format.scale] : [],
    );
    return {
      rank: at + 1,
      label: cell.label,
      standing,
      finals,
      mean: (cell.final?.mean ?? NaN) * format.scale,
      diverged: cell.outcomes.diverged,
    };
  });
  const values = columns.flatMap(({ finals }) => finals);
  const every = Math.ceil(values.length / MOST_DOTS);
  const drawn = columns.filter((_, at) => at % every === 0);
  const top = MARGIN + NAME_ABOVE;
  const bottom = top + layout.plotHeight * 0.8;
  const foot = columns.some(({ diverged }) => diverged > 0) ? FOOT : 0;
  const up = linearScale(valuesWorthShowing(values, format), [bottom, top], { count: 6 });
  const left = MARGIN + labelRoom(up, layout);
  const span = [left, layout.width - MARGIN - 12] as const;
  const count = Math.max(3, Math.round((span[1] - span[0]) / 80));
  const across = linearScale([0, columns.length + 1], span, { tight: true, count: Math.min(count, columns.length) });
  const inside = (value: number) => up.place(Math.min(up.high, Math.max(up.low, value)));
  const step = across.place(2) - across.place(1);
  const radius = Math.max(1.1, Math.min(3, step / 2.2));
  const couldBe = columns.filter(({ standing }) => standing === 'best' || standing === 'could-be-best').length;
  const compared = drawn.filter(({ standing }) => standing !== undefined);
  const parts = [
    couldBe === 0
      ? ''
      : element('rect', {
          x: across.place(0.5),
          y: top,
          width: couldBe * step,
          height: bottom - top,
          fill: BLUE,
          'fill-opacity': 0.12,
        }),
    axisLeft(up, left, span[1], metricTitle(format), MARGIN, layout),
    axisBelow(across, top, bottom + foot, 'cells by rank', layout),
    ...drawn.map(({ rank, label: name, standing, finals, diverged }) => {
      const x = across.place(rank);
      const look = standing === undefined ? { fill: 'none', stroke: MUTED } : { fill: BLUE, 'fill-opacity': 0.55 };
      const dots = finals.map((value) => element('circle', { cx: x, cy: inside(value), r: radius, ...look }));
      const marks = diverged > 0 ? [footMark(x, bottom + foot / 2, step)] : [];
      return drawn.length > 300 ? [...dots, ...marks].join('') : explained(`${rank}. ${name}`, ...dots, ...marks);
    }),
    compared.length < 2
      ? ''
      : polyline(
          compared.map(({ rank, mean }) => [across.place(rank), inside(mean)] as const),
          { stroke: INK, 'stroke-width': 1.5 },
        ),
  ];
  const unseen = columns.length - drawn.length;
  const notes = [
    'Dots: single seeds. Line: means.',
    ...(couldBe > 0 ? [`Shaded: ${countOf(couldBe, 'cell')} that could be best.`] : []),
    ...(foot > 0 ? ['Rings, and marks at the foot: seeds diverged, so that the cell is not compared.'] : []),
    ...(unseen > 0 ? [`One cell of ${every} is drawn.`] : []),
  ];
  const below = notesBelow(notes, bottom + foot + AXIS_HEIGHT, layout);
  return svgDrawing(layout.width, below.bottom + MARGIN / 2, [...parts, below.svg]);
}

/** A cross, or where crosses would run into each other a short line. */
function footMark(x: number, y: number, step: number): string {
  return step < 5
    ? line(x, y - 3, x, y + 3, MUTED, Math.min(1, 0.6 * step))
    : cross(x, y, Math.min(4, 0.4 * step), MUTED);
}
