import type { Summary } from '../aggregate.ts';
import { shortenLabels } from '../parameter-label.ts';
import type { Sensitivity } from '../profile/profile.ts';
import { printable } from '../safe-text.ts';
import { estimate, extent, meanOf } from '../statistics.ts';
import { countOf, metricFormat, metricTitle } from '../value-format.ts';
import { AXIS_HEIGHT, axisBelow, axisLeft, labelRoom } from './axes.ts';
import { groupLegend } from './group-legend.ts';
import { MARGIN, type Drawing, type Layout } from './layout.ts';
import { marker } from './marker.ts';
import { movingMedian } from './moving-median.ts';
import { notesBelow } from './notes.ts';
import { RULE } from './palette.ts';
import { divergedFoot } from './sensitivity-foot.ts';
import { GREY, sensitivityGroups, type Group, type Place } from './sensitivity-groups.ts';
import { linearScale, logScale, valueLabel, type Scale } from './scale.ts';
import { element, explained, line, polygon, polyline, svgDrawing } from './svg.ts';
import { valuesWorthShowing } from './values-worth-showing.ts';

/** More dots than these show no more. */
const MOST_DOTS = 1500;
const NAME_ABOVE = 26;
/** The interval of two seeds' mean is as wide as the picture. */
const LEAST_FOR_BAND = 3;

/**
 * The final metric against one axis of numbers: a line for each setting of the others with a band from the lowest to the highest
 * seed, or, where several cells share a value as in a random search, a dot a cell with the moving median. What diverged stands at the
 * foot with its number of seeds, never as a value. Undefined where nothing has finished.
 */
export function sensitivityPlot(summary: Summary, sensitivity: Sensitivity, layout: Layout): Drawing | undefined {
  const format = metricFormat(summary.metric.name, summary.metrics);
  const groups = sensitivityGroups(summary, sensitivity, format.scale);
  const shown = groups.flatMap(({ places }) => places.flatMap(({ values }) => values));
  const places = groups.flatMap((group) => group.places);
  if (shown.length === 0) return undefined;
  const named = groups.filter(({ style }) => style !== GREY);
  const names = shortenLabels(
    named.map((group) => group.label),
    24,
  );
  const others = groups.length - named.length;
  const legend = groupLegend(
    [
      ...(named.length === 1 && names[0] === ''
        ? []
        : named.map(({ style, isLine }, at) => ({ style, isLine, label: names[at]! }))),
      ...(others > 0 ? [{ style: GREY, isLine: true, label: countOf(others, 'other') }] : []),
    ],
    layout,
  );
  const top = MARGIN + NAME_ABOVE;
  const bottom = top + Math.max(layout.plotHeight * 0.85, legend.height);
  const [low, high] = valuesWorthShowing([...shown, ...bandEnds(groups, format.unit === '%')], format);
  const up = linearScale([low, high], [bottom, top], { count: 6 });
  const left = MARGIN + labelRoom(up, layout);
  const across = horizontalScale(places, sensitivity.logarithmic, [left, layout.width - legend.beside - 6]);
  const diverged = divergedFoot(groups, across, layout);
  const foot = bottom + diverged.height;
  const plot: Plot = { across, up, top, bottom, layout };
  const parts = [
    axisLeft(up, left, across.to + 6, metricTitle(format), MARGIN, layout),
    axisBelow(across, top, foot, printable(sensitivity.axis), layout),
    line(left, bottom, across.to + 6, bottom, RULE),
    ...groups
      .toReversed()
      .map((group) => (group.isLine ? lineOf(group, plot) : dotsOf(group, plot, Math.ceil(places.length / MOST_DOTS)))),
    diverged.draw(bottom),
    legend.draw(top, foot + AXIS_HEIGHT),
  ];
  const notes = notesBelow(
    notesOf(
      groups,
      shown.some((value) => value < up.low || value > up.high),
      up,
      format.unit,
    ),
    foot + AXIS_HEIGHT + legend.below + 4,
    layout,
  );
  return svgDrawing(layout.width, notes.bottom + MARGIN, [...parts, notes.svg]);
}

interface Plot {
  readonly across: Scale;
  readonly up: Scale;
  readonly top: number;
  readonly bottom: number;
  readonly layout: Layout;
}

function horizontalScale(places: readonly Place[], logarithmic: boolean, span: readonly [number, number]): Scale {
  const values = [...new Set(places.map(({ at }) => at))].sort((a, b) => a - b);
  const ends = extent(values);
  const count = Math.max(3, Math.round((span[1] - span[0]) / 75));
  const room = (ends[1] - ends[0]) * 0.03;
  const scale = logarithmic
    ? logScale(ends, span, count)
    : linearScale([ends[0] - room, ends[1] + room], span, { count, tight: true });
  // Of few values each is a tick.
  return values.length > 12 ? scale : { ...scale, ticks: values.map((value) => ({ value, label: valueLabel(value) })) };
}

/** The 95 % interval of a cell's mean that a band is made from. */
function bandAt({ values, diverged }: Place): readonly [number, number] | undefined {
  return values.length < LEAST_FOR_BAND || diverged > 0 ? undefined : estimate(values)?.interval;
}

function bandEnds(groups: readonly Group[], isShare: boolean): number[] {
  const drawn = groups.filter(({ isLine, style }) => isLine && style !== GREY);
  const ends = drawn.flatMap(({ places }) => places.flatMap((place) => bandAt(place) ?? []));
  return isShare ? ends.map((end) => Math.min(100, Math.max(0, end))) : ends;
}

/** Means over the seeds, joined where no seed diverged; hollow where some did. */
function lineOf({ places, style }: Group, { across, up }: Plot): string {
  const inside = (value: number) => up.place(Math.min(up.high, Math.max(up.low, value)));
  const sound = places.filter(({ diverged, values }) => diverged === 0 && values.length > 0);
  const pieces = joined(places, sound);
  const dash = style.dash === 'solid' ? undefined : style.dash.join(' ');
  const parts = pieces.flatMap((piece) => {
    const x = (place: Place) => across.place(place.at);
    const banded = piece.flatMap((place) => {
      const interval = bandAt(place);
      return interval === undefined ? [] : [{ x: x(place), low: inside(interval[0]), high: inside(interval[1]) }];
    });
    const band = [
      ...banded.map((at) => [at.x, at.high] as const),
      ...banded.toReversed().map((at) => [at.x, at.low] as const),
    ];
    const isBand = style !== GREY && banded.length === piece.length && piece.length > 1;
    return [
      ...(isBand ? [polygon(band, { fill: style.color, 'fill-opacity': 0.15 })] : []),
      polyline(
        piece.map((place) => [x(place), inside(meanOf(place.values))]),
        { stroke: style.color, 'stroke-width': style.width, 'stroke-dasharray': dash, 'stroke-linejoin': 'round' },
      ),
    ];
  });
  const marks =
    style === GREY
      ? []
      : places
          .filter(({ values }) => values.length > 0)
          .map((place) => {
            const [x, y] = [across.place(place.at), inside(meanOf(place.values))];
            const hollow = { fill: 'none', stroke: style.color, 'stroke-width': 1.25, 'stroke-dasharray': '2 2' };
            return explained(
              wordsOf(place),
              place.diverged === 0 ? marker(x, y, style, 4) : element('circle', { cx: x, cy: y, r: 5, ...hollow }),
            );
          });
  return parts.join('') + marks.join('');
}

/** Runs of neighbours between which nothing diverged. */
function joined(places: readonly Place[], sound: readonly Place[]): Place[][] {
  const pieces: Place[][] = [[]];
  for (const place of places) {
    if (sound.includes(place)) pieces.at(-1)!.push(place);
    else pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}

function wordsOf({ label: name, values, diverged, finished }: Place): string {
  const rounded = Number(meanOf(values).toPrecision(4));
  return `${name}: ${values.length > 1 ? 'mean ' : ''}${rounded} over ${countOf(values.length, 'seed')}${diverged > 0 ? `, ${diverged} of ${finished} diverged` : ''}`;
}

/** A dot a cell, and their moving median where there are enough. */
function dotsOf({ places, style }: Group, { across, up }: Plot, every: number): string {
  const inside = (value: number) => up.place(Math.min(up.high, Math.max(up.low, value)));
  const sound = places.filter(({ values, diverged }) => values.length > 0 && diverged === 0);
  const dots = sound
    .filter((_, at) => at % every === 0)
    .map((place) => explained(wordsOf(place), marker(across.place(place.at), inside(meanOf(place.values)), style, 3)));
  const median = movingMedian(sound.map(({ at, values }) => ({ at, value: meanOf(values) })));
  const curve = median.map(({ at, value }) => [across.place(at), inside(value)] as const);
  const trend =
    curve.length < 2 ? '' : polyline(curve, { stroke: style.color, 'stroke-width': 2, 'stroke-linejoin': 'round' });
  return element('g', { 'fill-opacity': 0.6 }, ...dots) + trend;
}

function notesOf(groups: readonly Group[], isCut: boolean, up: Scale, unit: string): string[] {
  const places = groups.flatMap((group) => group.places);
  const [, seeds] = extent(places.map(({ finished }) => finished));
  const hasLines = groups.some(({ isLine }) => isLine);
  const hasDots = groups.some(({ isLine }) => !isLine);
  const partly = hasLines && places.some(({ diverged, values }) => diverged > 0 && values.length > 0);
  return [
    ...(hasLines && seeds > 1
      ? [`Lines: mean over ${seeds} seeds${seeds < LEAST_FOR_BAND ? '' : '; bands: 95 % interval of the mean'}.`]
      : []),
    ...(hasDots
      ? [seeds > 1 ? `Dots: cells, each the mean over ${seeds} seeds.` : 'Dots: cells.', 'Lines: moving median.']
      : []),
    ...(places.some(({ diverged }) => diverged > 0)
      ? [hasDots ? '×: at least one seed diverged.' : '×: seeds that diverged.']
      : []),
    ...(partly ? ['Dashed rings: mean of the seeds that did not.'] : []),
    ...(isCut ? [`Values beyond ${valueLabel(up.high)}${unit && ` ${unit}`} lie at the edge.`] : []),
  ];
}
