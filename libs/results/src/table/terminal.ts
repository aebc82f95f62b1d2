import { createColors } from 'picocolors';
import { cut, displayWidth, printable } from '../safe-text.ts';
import { each, excerpt, inPieces } from './rows.ts';
import { forAudience, type Cell, type Column, type Table } from './table.ts';

export interface TerminalOptions {
  /** Columns of the terminal; a table that is wider drops its less important columns and says which. Infinity: never. */
  readonly width: number;
  readonly color: boolean;
  /** Of more rows than this the first and the last are shown, and how many are between. Default: all are shown. */
  readonly mostRows?: number;
  /** Where all rows are to be had, for the line between: "--json lists all". */
  readonly allRows?: string;
}

/** Longest text of one cell, in characters. */
const LONGEST_CELL = 120;
const LONGEST_NOTE = 2000;
const GAP = '  ';

/**
 * For a terminal: title, aligned columns, notes, in pieces that together end with a line feed. Goes through the rows twice and
 * keeps none of them. What is not printable in a text is neutralised.
 */
export function* terminalText(table: Table, options: TerminalOptions): Generator<string> {
  const colors = createColors(options.color);
  const { columns, rows } = forAudience(table, 'people');
  const { first, left, last } = shownRows(rows, options);
  const widths = widthsOf(columns, [first, last]);
  const { kept, dropped } = fitColumns(columns, widths, options.width);
  const tones = { good: colors.green, bad: colors.red, warning: colors.yellow, faint: colors.dim };
  const line = (cells: readonly Cell[], paint: (text: string, cell: Cell) => string) =>
    kept
      .map((at) => {
        const text = shownText(cells[at]!.text);
        const padding = ' '.repeat(widths[at]! - displayWidth(text));
        const painted = paint(text, cells[at]!);
        return columns[at]!.align === 'right' ? padding + painted : painted + padding;
      })
      .join(GAP)
      .replace(/ +$/, '');
  const body = (row: readonly Cell[]) =>
    `${line(row, (text, { tone }) => (tone === undefined ? text : tones[tone](text)))}\n`;
  const heads = columns.map(({ title }): Cell => ({ value: null, text: title }));
  yield `${colors.bold(printable(table.title))}\n${line(heads, colors.bold)}\n`;
  yield* inPieces(each(first, body));
  if (left > 0) yield `${colors.dim(gapLine(left, options))}\n`;
  yield* inPieces(each(last, body));
  for (const note of table.notes) yield `${colors.dim(cut(printable(note), LONGEST_NOTE))}\n`;
  if (dropped.length > 0) {
    yield `${colors.dim(`Not shown, as the terminal is narrow: ${printable(dropped.join(', '))}.`)}\n`;
  }
}

/** `terminalText` in one piece. */
export function toTerminal(table: Table, options: TerminalOptions): string {
  return [...terminalText(table, options)].join('');
}

/** Text as it stands in a cell. */
function shownText(text: string): string {
  return cut(printable(text), LONGEST_CELL);
}

function gapLine(left: number, { allRows }: TerminalOptions): string {
  return `… ${left.toLocaleString('en-US')} more${allRows === undefined ? '' : `; ${allRows}`}`;
}

interface ShownRows {
  readonly first: Iterable<readonly Cell[]>;
  readonly left: number;
  readonly last: Iterable<readonly Cell[]>;
}

function shownRows(rows: Iterable<readonly Cell[]>, { mostRows }: TerminalOptions): ShownRows {
  return mostRows === undefined ? { first: rows, left: 0, last: [] } : excerpt(rows, mostRows);
}

function widthsOf(columns: readonly Column[], parts: readonly Iterable<readonly Cell[]>[]): number[] {
  const widths = columns.map(({ title }) => displayWidth(shownText(title)));
  for (const rows of parts) {
    for (const row of rows) {
      for (const [at, { text }] of row.entries()) widths[at] = Math.max(widths[at]!, displayWidth(shownText(text)));
    }
  }
  return widths;
}

/** Indices of the columns that fit, in order, and the titles of those that do not. */
function fitColumns(
  columns: readonly Column[],
  widths: readonly number[],
  width: number,
): { kept: number[]; dropped: string[] } {
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
