import type { Parameters, ParameterValue } from '@gridsweep/sweep';
import { cut, printable } from './safe-text.ts';
import { groupBy } from './statistics.ts';

/** A value as people write it: 0.001, relu, true, 0.9,0.999. Fractions are rounded to four significant digits. */
export function formatParameter(value: ParameterValue | undefined): string {
  return formatWith(value, shortNumber);
}

function formatWith(value: ParameterValue | undefined, formatNumber: (value: number) => string): string {
  if (value === undefined) return '';
  if (value === null) return 'none';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'object') return value.map(formatNumber).join(',');
  return value === '' ? '""' : printable(String(value));
}

function shortNumber(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

/**
 * What tells a cell from the others: "adam", "lr 0.01 · relu". A word speaks for itself, other values carry their name; a
 * parameter that the cell lacks is left out.
 */
export function cellLabel(parameters: Parameters, axes: readonly string[]): string {
  return labelWith(parameters, axes, shortNumber);
}

function labelWith(parameters: Parameters, axes: readonly string[], formatNumber: (value: number) => string): string {
  if (axes.length === 0) return 'only cell';
  const present = axes.filter((axis) => parameters[axis] !== undefined);
  if (present.length === 0) return `without ${printable(axes.join(', '))}`;
  return present
    .map((axis) => {
      const value = parameters[axis];
      const text = formatWith(value, formatNumber);
      const speaksForItself = typeof value === 'string' && value !== 'none' && value !== '';
      return speaksForItself ? text : `${printable(axis)} ${text}`;
    })
    .join(' · ');
}

/** Longest label of a cell. */
const LONGEST_LABEL = 80;

/** A label for each cell of a sweep; different cells have different ones, as far as their parameters show it. */
export function cellLabels(cells: readonly Parameters[], axes: readonly string[]): string[] {
  const labels = cells.map((parameters) => cellLabel(parameters, axes));
  for (const alike of groupBy(labels.keys(), (at) => labels[at]!).values()) {
    if (alike.length === 1) continue;
    for (const at of alike) labels[at] = labelWith(cells[at]!, axes, String);
  }
  return shortenLabels(labels, LONGEST_LABEL);
}

/**
 * Labels of at most `width` characters. What is too long loses its end where the rest still differs from all other labels, else
 * a part before the place where it differs: "adam · lr 0.001 · weight_decay 0.0001, seed 12" → "adam · lr 0.001 · … seed 12".
 * Different labels stay different if `width` is at least 10.
 */
export function shortenLabels(labels: readonly string[], width: number): string[] {
  const long = [...new Set(labels.filter((label) => label.length > width))].sort();
  if (long.length === 0) return [...labels];
  const shared = commonStart(long[0]!, long.at(-1)!);
  const unlike = distinct(labels.filter((label) => label.length <= width));
  const short = new Map<string, string>();
  for (const [at, label] of long.entries()) {
    const differs = Math.max(commonStart(label, long[at - 1] ?? ''), commonStart(label, long[at + 1] ?? ''));
    short.set(label, unlike(keeping(label, shared, differs, width), width));
  }
  return labels.map((label) => short.get(label) ?? label);
}

/** How many characters the beginnings of two texts share. */
function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/**
 * A text cut so that what tells it from others is still there: all from `shared` to `differs` where there is room, else as much
 * of it as there is. Begins at a word and ends with the text where it can.
 */
function keeping(text: string, shared: number, differs: number, width: number): string {
  if (differs < width - 1) return cut(text, width);
  const room = Math.ceil((width * 2) / 3) - 1;
  const starts = [wordStart(text, shared), shared, wordStart(text, differs), differs];
  let from = starts.find((start) => differs - start < room - 1)!;
  const earliest = text.length - room;
  if (from > earliest) {
    const space = text.indexOf(' ', earliest);
    from = space === -1 ? earliest : Math.min(from, space + 1);
  }
  const end = cut(text.slice(from).replace(/^[\uDC00-\uDFFF]/, ''), room);
  return `${cut(text, width - end.length)}${end}`;
}

function wordStart(text: string, place: number): number {
  return text.lastIndexOf(' ', place) + 1;
}

/** A function that numbers what was given before: "adam…" becomes "adam~2". */
function distinct(taken: readonly string[]): (text: string, width: number) => string {
  const given = new Set(taken);
  const counts = new Map<string, number>();
  return (text, width) => {
    let count = counts.get(text) ?? 1;
    let candidate = text;
    while (given.has(candidate)) {
      count += 1;
      const mark = `~${count}`;
      candidate = `${cut(text, width - mark.length)}${mark}`;
    }
    counts.set(text, count);
    given.add(candidate);
    return candidate;
  };
}
