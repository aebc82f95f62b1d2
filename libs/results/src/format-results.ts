import { summarize, type Summary } from './aggregate.ts';
import { latexText } from './export/latex.ts';
import { parquetPieces } from './export/parquet.ts';
import { findings } from './findings.ts';
import type { SweepRecord } from './record.ts';
import { printable } from './safe-text.ts';
import { comparisonTable, inRankOrder } from './table/comparison-table.ts';
import { csvText, escapeMarkdown, jsonLinesText, markdownText, snakeCaseKeys, toJson, toRows } from './table/export.ts';
import { pivotTable } from './table/pivot-table.ts';
import { pointTable, trialTable } from './table/record-tables.ts';
import { each, inPieces } from './table/rows.ts';
import type { Table } from './table/table.ts';
import { terminalText, type TerminalOptions } from './table/terminal.ts';

/** Those that are text. */
export const TEXT_FORMATS = ['table', 'csv', 'json', 'jsonl', 'markdown', 'latex'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** Those that are one file. parquet is binary. */
export const FILE_FORMATS = [...TEXT_FORMATS, 'parquet'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** tensorboard: a folder of event files, of all trials. */
export const RESULT_FORMATS = [...FILE_FORMATS, 'tensorboard'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** What a row is. */
export const RESULT_LISTS = ['cells', 'trials', 'points'] as const;
export type ResultList = (typeof RESULT_LISTS)[number];

const PLAIN: TerminalOptions = { width: Infinity, color: false };

/**
 * A sweep's comparison as text. "table" and "markdown" are for people: comparison, two-way table where there is one,
 * findings; "latex" has the tables. "csv" and "jsonl" have one cell of the grid per row; "json" has the cells, the counts and the
 * findings. Ends with a line feed.
 * @param terminal of "table" only; any width, no colour and all rows unless given.
 */
export function formatResults(record: SweepRecord, format: TextFormat, terminal?: TerminalOptions): string {
  return [...listResults(record, 'cells', format, terminal)].join('');
}

/** A list in any format that is one file, in pieces as `listResults` and `parquetPieces` make them. */
export function* resultPieces(
  record: SweepRecord,
  list: ResultList,
  format: FileFormat,
  terminal: TerminalOptions = PLAIN,
): Generator<string | Uint8Array> {
  if (format === 'parquet') yield* parquetPieces(resultTable(record, list));
  else yield* listResults(record, list, format, terminal);
}

function resultTable(record: SweepRecord, list: ResultList): Table {
  switch (list) {
    case 'cells':
      return comparisonTable(summarize(record));
    case 'trials':
      return trialTable(record);
    case 'points':
      return pointTable(record);
  }
}

/**
 * What `formatResults` gives, or the sweep's trials or points, in pieces of text to be written one after the other: nothing of
 * the size of the whole is made. Of trials and points "json" is an object with the rows, one a line.
 */
export function listResults(
  record: SweepRecord,
  list: ResultList,
  format: TextFormat,
  terminal: TerminalOptions = PLAIN,
): Generator<string> {
  switch (list) {
    case 'cells':
      return comparisonText(summarize(record), format, terminal);
    case 'trials':
      return tableText(trialTable(record), format, terminal, (table) => recordJson(record, list, table));
    case 'points':
      return tableText(pointTable(record), format, terminal, (table) => recordJson(record, list, table));
  }
}

/** A summary's comparison, as `formatResults` tells. */
export function* comparisonText(
  summary: Summary,
  format: TextFormat,
  terminal: TerminalOptions = PLAIN,
): Generator<string> {
  yield* tableText(comparisonTable(summary), format, terminal, (table) => comparisonJson(summary, table));
  if (format !== 'table' && format !== 'markdown' && format !== 'latex') return;
  const pivot = pivotTable(summary);
  if (format === 'latex') {
    if (pivot !== undefined) yield* latexText(pivot);
    return;
  }
  const sentences = findings(summary);
  if (format === 'markdown') {
    if (pivot !== undefined) yield* markdownText(pivot);
    for (const sentence of sentences) yield `- ${escapeMarkdown(sentence)}\n`;
    return;
  }
  yield '\n';
  if (pivot !== undefined) {
    yield* terminalText(pivot, terminal);
    yield '\n';
  }
  for (const sentence of sentences) yield `${wrap(`• ${printable(sentence)}`, terminal.width)}\n`;
}

function* comparisonJson(summary: Summary, table: Table): Generator<string> {
  const { axes, counts, comparison, confounders, provenance } = summary;
  const head = headOf({ ...summary, ...summary.sweep });
  const answer = snakeCaseKeys({ comparison, confounders });
  // The rows of the table with all single values.
  const order = inRankOrder(summary);
  const cells = [...toRows(table)].map((row, at) => ({ ...row, runs: snakeCaseKeys(order[at]!.runs) }));
  const rest = { findings: findings(summary), provenance: snakeCaseKeys(provenance) };
  yield `${toJson({ ...head, axes, counts, cells, ...(answer as object), ...rest }, 2)}\n`;
}

/** What every JSON of results begins with. */
function headOf({
  id,
  name,
  createdAt,
  code,
  metric,
}: Pick<SweepRecord, 'id' | 'name' | 'createdAt' | 'code' | 'metric'>) {
  const sweep = { id, name, created_at: new Date(createdAt).toISOString(), code: snakeCaseKeys(code) };
  return { sweep, metric: snakeCaseKeys(metric) };
}

/** @param json the whole as one JSON object, which is more than the table. */
function tableText(
  table: Table,
  format: TextFormat,
  terminal: TerminalOptions,
  json: (table: Table) => Generator<string>,
): Generator<string> {
  switch (format) {
    case 'table':
      return terminalText(table, terminal);
    case 'markdown':
      return markdownText(table);
    case 'csv':
      return csvText(table);
    case 'jsonl':
      return jsonLinesText(table);
    case 'latex':
      return latexText(table);
    case 'json':
      return json(table);
  }
}

/** One object: the sweep, then its rows under the name of what they are, one a line. */
function* recordJson(record: SweepRecord, name: string, table: Table): Generator<string> {
  const head = toJson({ ...headOf(record), axes: record.axes });
  yield `${head.slice(0, -1)},"${name}":[`;
  let before = '\n';
  yield* inPieces(
    each(toRows(table), (row) => {
      const line = `${before}${toJson(row)}`;
      before = ',\n';
      return line;
    }),
  );
  yield '\n]}\n';
}

/** Breaks a sentence at spaces; following lines are indented by two. */
function wrap(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > width) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
