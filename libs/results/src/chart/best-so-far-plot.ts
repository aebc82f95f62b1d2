import type { Summary } from '../aggregate.ts';
import { shortenLabels } from '../parameter-label.ts';
import type { BestSoFar, ExpectedBest } from '../profile/profile.ts';
import { extent } from '../statistics.ts';
import { countOf, metricFormat, metricTitle, type MetricFormat } from '../value-format.ts';
import { AXIS_HEIGHT, axisBelow, axisLeft, labelRoom } from './axes.ts';
import { groupLegend, type LegendEntry } from './group-legend.ts';
import { MARGIN, type Drawing, type Layout } from './layout.ts';
import { marker } from './marker.ts';
import { notesBelow } from './notes.ts';
import { curveStyle, MUTED, type CurveStyle } from './palette.ts';
import { linearScale, logScale, type Scale } from './scale.ts';
import { polyline, svgDrawing } from './svg.ts';
import { valuesWorthShowing } from './values-worth-showing.ts';

const NAME_ABOVE = 26;
const PANEL_GAP = 34;
/** So many of what is counted have a tick each. */
const MOST_SINGLE = 10;
/** For the half of the last tick's label that stands beyond the plot. */
const RIGHT = 12;
const MOST_SUBJECTS = 7;
/** A search that has spent so many times its first trial is drawn on a logarithmic axis: the early steps are what there is to see. */
const LEAST_FOR_LOG = 60;
const FOUND: CurveStyle = { ...curveStyle(0), symbol: 'none' };
const EXPECTED: CurveStyle = { color: MUTED, dash: [5, 4], symbol: 'none', width: 1.75 };

/** A line in a panel: where it turns, in shown units. */
interface Path {
  readonly style: CurveStyle;
  readonly points: readonly (readonly [number, number])[];
  /** Whether a value holds until the next: a stair. */
  readonly isStair: boolean;
}

/**
 * The best final value found so far against trials ended and against the time that devices spent on them; beside what happened, what is
 * expected of these trials in a random order. Undefined before a trial has ended with a finite value.
 */
export function bestSoFarPlot(summary: Summary, best: BestSoFar, layout: Layout): Drawing | undefined {
  const format = metricFormat(best.metric, summary.metrics);
  const turns = turnsOf(best, format.scale);
  if (turns.length === 0) return undefined;
  const expected = best.expected.map(({ trials, value }) => [trials, value * format.scale] as const);
  const last = best.points.at(-1)!;
  const unit = timeUnit(last.deviceSeconds);
  const found = (x: (turn: Turn) => number, end: number): Path => ({
    ...{ style: FOUND, isStair: true },
    points: [...turns.map((turn) => [x(turn), turn.value] as const), [end, turns.at(-1)!.value]],
  });
  const panels: Panel[] = [
    {
      name: 'trials ended',
      counts: true,
      paths: [
        ...(expected.length < 2 ? [] : [{ style: EXPECTED, isStair: false, points: expected }]),
        found(({ trials }) => trials, last.trials),
      ],
    },
    ...(last.deviceSeconds > 0
      ? [
          {
            name: `device time (${unit.name})`,
            counts: false,
            paths: [found((turn) => turn.seconds / unit.seconds, last.deviceSeconds / unit.seconds)],
          },
        ]
      : []),
  ];
  const entries = [
    { label: 'as it happened', style: FOUND, isLine: true },
    ...(expected.length < 2 ? [] : [{ label: 'expected in a random order', style: EXPECTED, isLine: true }]),
  ];
  return drawPanels(panels, entries, format, `best ${metricTitle(format)} so far`, [], { ...layout, legend: 'bottom' });
}

interface Turn {
  readonly trials: number;
  readonly seconds: number;
  readonly value: number;
}

/** Where a better one was found. */
function turnsOf({ points }: BestSoFar, scale: number): Turn[] {
  return points.flatMap(({ trials, deviceSeconds, value }, at): Turn[] => {
    if (value === undefined || value === points[at - 1]?.value) return [];
    return [{ trials, seconds: deviceSeconds, value: value * scale }];
  });
}

function timeUnit(seconds: number): { readonly name: string; readonly seconds: number } {
  if (seconds < 180) return { name: 's', seconds: 1 };
  return seconds < 3 * 3600 ? { name: 'min', seconds: 60 } : { name: 'h', seconds: 3600 };
}

/**
 * The best value that so many settings chosen at random are expected to find: for each value of the sweep's subject, such as its
 * optimizer. Undefined where none has two settings.
 */
export function expectedBestPlot(
  summary: Summary,
  expected: readonly ExpectedBest[],
  layout: Layout,
): Drawing | undefined {
  const format = metricFormat(summary.metric.name, summary.metrics);
  const sign = summary.metric.goal === 'maximize' ? 1 : -1;
  const lines = expected
    .map(({ label: name, values }, at) => ({
      label: name,
      style: curveStyle(at),
      points: values.flatMap((value, index) => (value === null ? [] : [[index + 1, value * format.scale] as const])),
    }))
    .filter(({ points }) => points.length > 0)
    .sort((a, b) => sign * (b.points.at(-1)![1] - a.points.at(-1)![1]));
  const drawn = lines.slice(0, MOST_SUBJECTS);
  if (!drawn.some(({ points }) => points.length > 1)) return undefined;
  const names = shortenLabels(
    drawn.map((each) => each.label),
    24,
  );
  const panel = {
    name: 'settings tried',
    counts: true,
    paths: drawn.map(({ style, points }) => ({ style, points, isStair: false })).reverse(),
  };
  const entries = drawn.length === 1 ? [] : drawn.map(({ style }, at) => ({ style, label: names[at]!, isLine: true }));
  const left = lines.length - drawn.length;
  const notes =
    left > 0 ? [`The best ${drawn.length}; ${countOf(left, 'other')} ${left === 1 ? 'is' : 'are'} not drawn.`] : [];
  return drawPanels([panel], entries, format, `expected best ${metricTitle(format)}`, notes, layout);
}

interface Panel {
  /** Of its horizontal axis. */
  readonly name: string;
  readonly paths: readonly Path[];
  /** Whether it counts, so that nothing lies between whole numbers. */
  readonly counts: boolean;
}

/** Panels of one vertical scale, side by side or in a narrow layout one below the other. */
function drawPanels(
  panels: readonly Panel[],
  entries: readonly LegendEntry[],
  format: MetricFormat,
  name: string,
  notes: readonly string[],
  layout: Layout,
): Drawing {
  const legend = groupLegend(entries, layout);
  const values = panels.flatMap(({ paths }) => paths.flatMap(({ points }) => points.map(([, value]) => value)));
  const isNarrow = layout.width < 500;
  const height = Math.max(layout.plotHeight * (panels.length > 1 ? 0.7 : 0.8), legend.height);
  const vertical = (bottom: number) =>
    linearScale(valuesWorthShowing(values, format), [bottom, bottom - height], { count: 5 });
  const room = labelRoom(vertical(height), layout);
  const total = layout.width - MARGIN - legend.beside - RIGHT;
  const each = isNarrow ? total : (total - (panels.length - 1) * PANEL_GAP) / panels.length;
  let bottom = 0;
  const parts = panels.map((panel, at) => {
    const left = MARGIN + room + (isNarrow ? 0 : at * (each + PANEL_GAP));
    bottom = MARGIN + NAME_ABOVE + height + (isNarrow ? at * (height + AXIS_HEIGHT + PANEL_GAP) : 0);
    const right = left + each - room;
    const up = vertical(bottom);
    const across = acrossScale(panel, [left, right]);
    return [
      axisLeft(up, left, right, at === 0 || isNarrow ? name : '', left - room, layout),
      axisBelow(across, bottom - height, bottom, panel.name, layout),
      ...panel.paths.map((path) => drawPath(path, across, up)),
    ].join('');
  });
  const below = bottom + AXIS_HEIGHT;
  const foot = notesBelow(notes, below + legend.below, layout);
  return svgDrawing(layout.width, foot.bottom + MARGIN / 2, [
    ...parts,
    legend.draw(MARGIN + NAME_ABOVE, below),
    foot.svg,
  ]);
}

function acrossScale({ paths, counts }: Panel, span: readonly [number, number]): Scale {
  const [first, last] = extent(paths.flatMap(({ points }) => points.map(([x]) => x)));
  const count = Math.max(3, Math.round((span[1] - span[0]) / 55));
  if (first > 0 && last / first >= LEAST_FOR_LOG) return logScale([first, last], span, count);
  const scale = linearScale([0, last * 1.02], span, { tight: true, count });
  if (!counts || last > MOST_SINGLE) return scale;
  const ticks = Array.from({ length: last + 1 }, (_, value) => ({ value, label: String(value) }));
  return { ...scale, ticks };
}

function drawPath({ style, points, isStair }: Path, across: Scale, up: Scale): string {
  const inside = (value: number) => up.place(Math.min(up.high, Math.max(up.low, value)));
  const corners = points.flatMap(([x, value], at): [number, number][] => {
    const to: [number, number] = [across.place(x), inside(value)];
    return isStair && at > 0 ? [[to[0], inside(points[at - 1]![1])], to] : [to];
  });
  const dash = style.dash === 'solid' ? undefined : style.dash.join(' ');
  const curve = polyline(corners, {
    stroke: style.color,
    'stroke-width': style.width,
    'stroke-dasharray': dash,
    'stroke-linejoin': 'round',
  });
  const marks =
    points.length <= 25 && !isStair ? points.map(([x, value]) => marker(across.place(x), inside(value), style)) : [];
  return curve + marks.join('');
}
