import { shortenLabels } from '../parameter-label.ts';
import type { Predictions } from '../record.ts';
import { rate } from '../statistics.ts';
import { AXIS_HEIGHT, axisBelow } from './axes.ts';
import { MARGIN, textWidth, type Drawing, type Layout } from './layout.ts';
import { notesBelow } from './notes.ts';
import { CURVE_COLORS, INK, MUTED } from './palette.ts';
import { linearScale } from './scale.ts';
import { element, explained, label, line, svgDrawing } from './svg.ts';

const ROW = 22;
/** Of more classes the worst are drawn. */
const MOST_ROWS = 30;
const LONGEST_NAME = 18;

/** The share of each class's pictures that were recognised with its 95 % interval, the best class on top. Undefined without pictures. */
export function classAccuracy({ classes, confusion }: Predictions, layout: Layout): Drawing | undefined {
  const rates = confusion.flatMap((row, at) => {
    const of = row.reduce((sum, value) => sum + value, 0);
    const found = rate(row[at] ?? 0, of);
    return found === undefined ? [] : [{ name: classes[at] ?? String(at), share: found.count / found.of, ...found }];
  });
  if (rates.length === 0) return undefined;
  const ranked = rates.sort((a, b) => b.share - a.share);
  const rows = ranked.slice(-MOST_ROWS);
  const { fontSize: size, width } = layout;
  const names = shortenLabels(
    rows.map(({ name }) => name),
    LONGEST_NAME,
  );
  const left = MARGIN + Math.max(...names.map((name) => textWidth(name, size))) + 8;
  const right = width - MARGIN - 50;
  const top = MARGIN;
  const bottom = top + rows.length * ROW;
  const percents = rows.map(({ share, low, high }) => ({ share: 100 * share, low: 100 * low, high: 100 * high }));
  const least = Math.min(...percents.map(({ low }) => low));
  const scale = linearScale(
    [Math.max(0, least - 3), Math.min(100, Math.max(...percents.map(({ high }) => high)) + 3)],
    [left, right],
    {
      ...{ count: Math.max(3, Math.round((right - left) / 70)), tight: true },
    },
  );
  const drawn = rows.map(({ name, count, of, share }, at) => {
    const y = top + (at + 0.5) * ROW;
    const { low, high } = percents[at]!;
    const x = scale.place(100 * share);
    const interval = [
      line(scale.place(low), y, scale.place(high), y, INK, 1.5),
      ...[low, high].map((end) => line(scale.place(end), y - 3.5, scale.place(end), y + 3.5, INK, 1.5)),
    ];
    return explained(
      `${name}: ${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} recognised, 95 % interval ${low.toFixed(1)} to ${high.toFixed(1)} %`,
      label(MARGIN, y, names[at]!, { size }),
      ...interval,
      element('circle', { cx: x, cy: y, r: 4, fill: CURVE_COLORS[0] }),
      label(width - MARGIN, y, `${(100 * share).toFixed(1)} %`, { size, anchor: 'end', fill: MUTED }),
    );
  });
  const others = ranked.length - rows.length;
  const notes = [
    'Bars: 95 % interval (Wilson’s) for pictures of this kind.',
    ...(others === 0
      ? []
      : [others === 1 ? 'One better class is not drawn.' : `${others} better classes are not drawn.`]),
  ];
  const foot = notesBelow(notes, bottom + AXIS_HEIGHT, layout);
  return svgDrawing(width, foot.bottom + MARGIN / 2, [
    axisBelow(scale, top, bottom, 'recognised (%)', layout),
    ...drawn,
    foot.svg,
  ]);
}
