import CliTable from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import { createColors } from 'picocolors';
import { toJson } from '../json.ts';
import { extent } from '../statistics.ts';
import { forAudience, type Cell, type Column, type Table } from './table.ts';

export interface TerminalOptions {
  /** Columns of the terminal; a table that is wider drops its less important columns and says which. Infinity: never. */
  readonly width: number;
  readonly color: boolean;
}

/** For a terminal: title, aligned columns, notes. Ends with a line feed. */
export function toTerminal(table: Table, { width, color }: TerminalOptions): string {
  const colors = createColors(color);
  const { columns, rows } = forAudience(table, 'people');
  const { kept, dropped } = fitColumns(columns, rows, width);
  const keep = <T>(items: readonly T[]) => kept.map((at) => items[at]!);
  const tones = { good: colors.green, bad: colors.red, warning: colors.yellow, faint: colors.dim };
  const grid = new CliTable({
    head: keep(columns).map(({ title }) => colors.bold(title)),
    colAligns: keep(columns).map(({ align }) => align),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: BORDERLESS,
  });
  grid.push(...rows.map((row) => keep(row).map(({ text, tone }) => (tone === undefined ? text : tones[tone](text)))));
  const notes = [...table.notes];
  if (dropped.length > 0) notes.push(`Not shown, as the terminal is narrow: ${dropped.join(', ')}.`);
  return [colors.bold(table.title), grid.toString().replace(/ +$/gm, ''), ...notes.map(colors.dim), ''].join('\n');
}

const GAP = '  ';
const BORDERLESS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: GAP },
};

/** Indices of the columns that fit, in order, and the titles of those that do not. */
function fitColumns(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): { kept: number[]; dropped: string[] } {
  const widths = columns.map(({ title }, at) => {
    const [, longest] = extent(rows.map((row) => row[at]!.text.length));
    return Math.max(title.length, longest);
  });
  const kept = columns.map((_, at) => at);
  const dropped: string[] = [];
  const total = () => kept.reduce((sum, at) => sum + widths[at]! + GAP.length, -GAP.length);
  while (total() > width) {
    const [least] = kept.toSorted((a, b) => columns[b]!.dropOrder - columns[a]!.dropOrder);
    if (least === undefined || columns[least]!.dropOrder === 0) break;
    kept.splice(kept.indexOf(least), 1);
    dropped.unshift(columns[least]!.title);
  }
  return { kept, dropped };
}

/** GitHub's Markdown: a heading, a pipe table, the notes. */
export function toMarkdown(table: Table): string {
  const { columns, rows } = forAudience(table, 'people');
  const line = (texts: readonly string[]) => `| ${texts.map(escapeMarkdown).join(' | ')} |`;
  return [
    `### ${table.title}`,
    '',
    line(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === 'right' ? ' ---: ' : ' --- ')).join('|')}|`,
    ...rows.map((row) => line(row.map(({ text }) => text))),
    '',
    ...table.notes.flatMap((note) => [note, '']),
  ].join('\n');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|<>*_`]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}

/** RFC 4180 with a header line. Numbers in full precision, "NaN" and "Infinity" by name, nothing where there is no value. */
export function toCsv(table: Table): string {
  const { columns, rows } = forAudience(table, 'programs');
  return stringify(
    rows.map((row) => row.map(({ value }) => (typeof value === 'number' ? String(value) : value))),
    { header: true, columns: columns.map(({ key }) => key) },
  );
}

/** The rows as objects by column key; null where there is no value. */
export function toRows(table: Table): Record<string, string | number | null>[] {
  const { columns, rows } = forAudience(table, 'programs');
  return rows.map((row) => Object.fromEntries(columns.map(({ key }, at) => [key, row[at]!.value])));
}

/** One JSON object per row and line. */
export function toJsonLines(table: Table): string {
  return toRows(table)
    .map((row) => `${toJson(row)}\n`)
    .join('');
}
