import { summarize, type Summary } from './aggregate.ts';
import { findings } from './findings.ts';
import type { SweepRecord } from './record.ts';
import { printable } from './safe-text.ts';
import { comparisonTable } from './table/comparison-table.ts';
import { csvText, escapeMarkdown, jsonLinesText, markdownText, toJson, toRows } from './table/export.ts';
import { pivotTable } from './table/pivot-table.ts';
import { pointTable, trialTable } from './table/record-tables.ts';
import { each, inPieces } from './table/rows.ts';
import type { Table } from './table/table.ts';
import { terminalText, type TerminalOptions } from './table/terminal.ts';

export const RESULT_FORMATS = ['table', 'csv', 'json', 'jsonl', 'markdown'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** What a row is. */
export const RESULT_LISTS = ['cells', 'trials', 'points'] as const;
export type ResultList = (typeof RESULT_LISTS)[number];

const PLAIN: TerminalOptions = { width: Infinity, color: false };

/**
 * A sweep's comparison as text. "table" and "markdown" are for people: comparison, two-way table where there is one,
 * findings. "csv" and "jsonl" have one cell of the grid per row; "json" has the cells, the counts and the findings.
 * Ends with a line feed.
 * @param terminal of "table" only; any width, no colour and all rows unless given.
 */
export function formatResults(record: SweepRecord, format: ResultFormat, terminal?: TerminalOptions): string {
  return [...listResults(record, 'cells', format, terminal)].join('');
}

/**
 * What `formatResults` gives, or the sweep's trials or points, in pieces of text to be written one after the other: nothing of
 * the size of the whole is made. Of trials and points "json" is an object with the rows, one a line.
 */
export function listResults(
  record: SweepRecord,
  list: ResultList,
  format: ResultFormat,
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
  format: ResultFormat,
  terminal: TerminalOptions = PLAIN,
): Generator<string> {
  yield* tableText(comparisonTable(summary), format, terminal, (table) => comparisonJson(summary, table));
  if (format !== 'table' && format !== 'markdown') return;
  const pivot = pivotTable(summary);
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
  const { sweep, metric, axes, counts, ranking, provenance } = summary;
  const cells = [...toRows(table)];
  const sentences = findings(summary);
  yield `${toJson({ sweep, metric, axes, counts, cells, lead: ranking.lead, findings: sentences, provenance }, 2)}\n`;
}

/** @param json the whole as one JSON object, which is more than the table. */
function tableText(
  table: Table,
  format: ResultFormat,
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
    case 'json':
      return json(table);
  }
}

/** One object: the sweep, then its rows under the name of what they are, one a line. */
function* recordJson(record: SweepRecord, name: string, table: Table): Generator<string> {
  const { id, createdAt, code, metric, axes } = record;
  const head = toJson({ sweep: { id, name: record.name, createdAt, code }, metric, axes });
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
