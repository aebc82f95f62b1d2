import { stringify } from 'csv-stringify/sync';
import { printable, printableLines, withoutFormula } from '../safe-text.ts';
import { each, inPieces } from './rows.ts';
import { forAudience, type Cell, type Table } from './table.ts';

/**
 * JSON with numbers that are not finite as the strings "NaN", "Infinity" and "-Infinity", as protobuf's JSON mapping has
 * them (protobuf.dev/programming-guides/json): what a setting does is a result and must not become null. Characters that would act
 * on a terminal are escaped.
 * @param indent spaces a level; 0 puts all on one line.
 */
export function toJson(value: unknown, indent = 0): string {
  const json = JSON.stringify(
    value,
    (_, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? String(item) : item),
    indent,
  );
  // JSON escapes what is below U+0020 itself. Beyond ASCII there are characters in strings only.
  return json.replace(/[\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g, escapeUnicode);
}

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** GitHub's Markdown: a heading, a pipe table, the notes. */
export function* markdownText(table: Table): Generator<string> {
  const { columns, rows } = forAudience(table, 'people');
  const line = (texts: readonly string[]) => `| ${texts.map(escapeMarkdown).join(' | ')} |\n`;
  yield `### ${escapeMarkdown(table.title)}\n\n${line(columns.map(({ title }) => title))}`;
  yield `|${columns.map(({ align }) => (align === 'right' ? ' ---: ' : ' --- ')).join('|')}|\n`;
  yield* inPieces(each(rows, (row) => line(row.map(({ text }) => text))));
  for (const note of table.notes) yield `\n${escapeMarkdown(note)}\n`;
}

export function escapeMarkdown(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, ' ')).replace(/[\\|<>*_`[\]]/g, '\\$&');
}

/** Rows that are made into text at once. */
const BATCH = 500;

/**
 * RFC 4180 with a header line. Numbers in full precision, "NaN" and "Infinity" by name, nothing where there is no value. Text that a
 * spreadsheet would take for a formula has an apostrophe before it.
 */
export function* csvText(table: Table): Generator<string> {
  const { columns, rows } = forAudience(table, 'programs');
  let batch = [columns.map(({ key }) => csvValue(key))];
  for (const row of rows) {
    batch.push(row.map(({ value }) => csvValue(value)));
    if (batch.length < BATCH) continue;
    yield stringify(batch);
    batch = [];
  }
  if (batch.length > 0) yield stringify(batch);
}

/** `csvText` in one piece. */
export function toCsv(table: Table): string {
  return [...csvText(table)].join('');
}

function csvValue(value: Cell['value']): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : withoutFormula(printableLines(value));
}

type Row = Record<string, Cell['value']>;

/** The rows as objects by column key; null where there is no value. */
export function toRows(table: Table): Iterable<Row> {
  const { columns, rows } = forAudience(table, 'programs');
  return each(rows, (row) => Object.fromEntries(columns.map(({ key }, at) => [key, row[at]!.value])));
}

/** One JSON object per row and line. */
export function jsonLinesText(table: Table): Generator<string> {
  return inPieces(each(toRows(table), (row) => `${toJson(row)}\n`));
}
