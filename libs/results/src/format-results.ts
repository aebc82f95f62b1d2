import { summarize } from './aggregate.ts';
import { findings } from './findings.ts';
import { toJson } from './json.ts';
import type { SweepRecord } from './record.ts';
import { comparisonTable } from './table/comparison-table.ts';
import { toCsv, toJsonLines, toMarkdown, toRows, toTerminal, type TerminalOptions } from './table/format-table.ts';
import { pivotTable } from './table/pivot-table.ts';

export const RESULT_FORMATS = ['table', 'csv', 'json', 'jsonl', 'markdown'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

const PLAIN: TerminalOptions = { width: Infinity, color: false };

/**
 * A sweep's comparison as text. "table" and "markdown" are for people: comparison, two-way table where there is one,
 * findings. "csv" and "jsonl" have one cell of the grid per row; "json" has the cells, the counts and the findings.
 * Ends with a line feed.
 * @param terminal of "table" only; any width and no colour unless given.
 */
export function formatResults(record: SweepRecord, format: ResultFormat, terminal: TerminalOptions = PLAIN): string {
  const summary = summarize(record);
  const comparison = comparisonTable(summary);
  const pivot = pivotTable(summary);
  const tables = pivot === undefined ? [comparison] : [comparison, pivot];
  switch (format) {
    case 'table':
      return [
        ...tables.map((table) => toTerminal(table, terminal)),
        findings(summary)
          .map((finding) => `${wrap(`• ${finding}`, terminal.width)}\n`)
          .join(''),
      ].join('\n');
    case 'markdown':
      return [...tables.map(toMarkdown), ...findings(summary).map((finding) => `- ${finding}\n`)].join('');
    case 'csv':
      return toCsv(comparison);
    case 'jsonl':
      return toJsonLines(comparison);
    case 'json':
      return `${toJson(
        {
          ...{ sweep: summary.sweep, metric: summary.metric, axes: summary.axes, counts: summary.counts },
          ...{ cells: toRows(comparison), lead: summary.ranking.lead, findings: findings(summary) },
          provenance: summary.provenance,
        },
        2,
      )}\n`;
  }
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
