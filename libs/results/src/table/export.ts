import { stringify } from 'csv-stringify/sync';
import { printable, printableLines, withoutFormula } from '../safe-text.ts';
import { columnTypes, valueAs } from './column-type.ts';
import { each, inPieces } from './rows.ts';
import { forAudience, type CellValue, type ColumnType, type Table } from './table.ts';

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

/**
 * The same value with all keys of its objects in snake_case, as columns and specifications have them. Not for objects whose keys are
 * names that somebody gave.
 */
export function snakeCaseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCaseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCaseKeys(item),
    ]),
  );
}

/** GitHub's Markdown: a heading, a pipe table, the notes. */
export function* markdownText(table: Table): Generator<string> {
  const { columns, rows } = forAudience(table, 'people');
  const line = (texts: readonly string[]) => `| ${texts.map(escapeInline).join(' | ')} |\n`;
  // What ends a heading is not part of it.
  const heading = escapeMarkdown(table.title).replace(/(?<!\\)#(?=#*\s*$)/g, '\\#');
  yield `### ${heading}\n\n${line(columns.map(({ title }) => title))}`;
  yield `|${columns.map(({ align }) => (align === 'right' ? ' ---: ' : ' --- ')).join('|')}|\n`;
  yield* inPieces(each(rows, (row) => line(row.map(({ text }) => text))));
  for (const note of table.notes) yield `\n${escapeMarkdown(note)}\n`;
}

/**
 * Text that GitHub's Markdown shows as it is, in one line: no markup, HTML, entity, formula, link (also of a bare address), mention or
 * block of its own.
 */
export function escapeMarkdown(text: string): string {
  // Four spaces before it would make it code.
  return escapeInline(text)
    .trim()
    .replace(/^(?:[-+=#]|\d{1,9}[.)](?=\s|$))/, (start) => start.replace(/.$/, '\\$&'));
}

/** The same in a cell of a table, where no block can begin. */
function escapeInline(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, ' '))
    .replace(/[\\|<>&*_`~$[\]]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=www)\.|@(?=\S)/gi, '\\$&');
}

/** Rows that are made into text at once. */
const BATCH = 500;

/**
 * RFC 4180 with a header line, so that pandas, polars and R read each column as one type without being told: numbers in full precision,
 * those of a column that has fractions with a decimal point, "NaN", "inf" and "-inf" by name, nothing where there is no value. Text that
 * a spreadsheet would take for a formula has an apostrophe before it.
 */
export function* csvText(table: Table): Generator<string> {
  const { columns, rows } = forAudience(table, 'programs');
  const types = columnTypes(columns, rows);
  let batch = [columns.map(({ key }) => csvValue('text', key))];
  for (const row of rows) {
    batch.push(row.map(({ value }, at) => csvValue(types[at]!, value)));
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

function csvValue(type: ColumnType, value: CellValue): string {
  if (value === null) return '';
  switch (type) {
    case 'number':
      return csvNumber(Number(value));
    case 'boolean':
      // R knows them in capitals alone.
      return value === true ? 'TRUE' : 'FALSE';
    case 'integer':
    case 'time':
      return String(value);
    case 'text':
      return withoutFormula(printableLines(String(value)));
  }
}

function csvNumber(value: number): string {
  const text = String(value);
  // -0 is a number too, and polars knows "inf" alone.
  return Object.is(value, -0) ? '-0.0' : /^-?\d+$/.test(text) ? `${text}.0` : text.replace('Infinity', 'inf');
}

type Row = Record<string, CellValue>;

/** The rows as objects by column key; null where there is no value. */
export function toRows(table: Table): Iterable<Row> {
  const { columns, rows } = forAudience(table, 'programs');
  const types = columnTypes(columns, rows);
  return each(rows, (row) =>
    Object.fromEntries(columns.map(({ key }, at) => [key, valueAs(types[at]!, row[at]!.value)])),
  );
}

/** One JSON object per row and line. */
export function jsonLinesText(table: Table): Generator<string> {
  return inPieces(each(toRows(table), (row) => `${toJson(row)}\n`));
}
