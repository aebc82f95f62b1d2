import type { MetricDeclaration } from '@gridsweep/sweep';
import { printable } from '../safe-text.ts';
import { toJson, escapeMarkdown, markdownText } from '../table/export.ts';
import { each } from '../table/rows.ts';
import { column, plain, type Table } from '../table/table.ts';
import { terminalText, type TerminalOptions } from '../table/terminal.ts';
import { formatDifference, formatValue, metricFormat, metricTitle, type MetricFormat } from '../value-format.ts';
import { diffSentences, settingLines, sideText } from './diff-words.ts';
import type { SweepDiff } from './sweep-diff.ts';

export const DIFF_FORMATS = ['table', 'markdown', 'json'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

/**
 * A difference as text in pieces, ending with a line feed: what is otherwise in settings and provenance, cell by cell what came out
 * otherwise, and what that comes to.
 * @param metrics as the first sweep's workload declares them
 */
export function* diffText(
  diff: SweepDiff,
  metrics: readonly MetricDeclaration[],
  format: DiffFormat,
  terminal: TerminalOptions = { width: Infinity, color: false },
): Generator<string> {
  const shown = metricFormat(diff.metric.name, metrics);
  const sentences = diffSentences(diff, shown);
  switch (format) {
    case 'json':
      yield `${toJson({ ...diff, findings: sentences }, 2)}\n`;
      return;
    case 'markdown': {
      const list = (heading: string, lines: readonly string[]) =>
        `### ${heading}\n\n${lines.map((line) => `- ${escapeMarkdown(line)}\n`).join('')}\n`;
      yield list('Settings', orNone(settingLines(diff)));
      yield list('Provenance', orNone(provenanceLines(diff)));
      if (diff.cells.length > 0) yield* markdownText(resultTable(diff, shown));
      yield '\n';
      for (const sentence of sentences) yield `- ${escapeMarkdown(sentence)}\n`;
      return;
    }
    case 'table': {
      const list = (heading: string, lines: readonly string[]) =>
        `${heading}\n${lines.map((line) => `  ${printable(line)}\n`).join('')}\n`;
      yield list('Settings', orNone(settingLines(diff)));
      yield list('Provenance', orNone(provenanceLines(diff)));
      if (diff.cells.length > 0) yield* terminalText(resultTable(diff, shown), terminal);
      yield '\n';
      for (const sentence of sentences) yield `• ${printable(sentence)}\n`;
    }
  }
}

function orNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['the same'] : lines;
}

function provenanceLines({ provenance }: SweepDiff): string[] {
  const all = (values: readonly string[]) => (values.length === 0 ? 'none' : values.join(' and '));
  return provenance.map(({ what, first, second }) => `${what}: ${all(first)} → ${all(second)}`);
}

function resultTable({ first, second, cells }: SweepDiff, format: MetricFormat): Table {
  const right = { align: 'right' } as const;
  return {
    title: `${printable(first.name)} ${first.id} → ${printable(second.name)} ${second.id}: ${metricTitle(format)}`,
    columns: [
      column('cell', 'cell'),
      column('first', 'first', right),
      column('second', 'second', right),
      column('difference', 'difference', right),
      column('interval', '95 % interval', { ...right, dropOrder: 1 }),
      column('p', 'p (Holm)', { ...right, dropOrder: 2 }),
      column('seeds', 'seeds', { ...right, dropOrder: 3 }),
      column('significant', ''),
    ],
    rows: each(cells, ({ label, first: one, second: other, compared }) => {
      const { difference, interval, adjustedP, isSignificant, test } = compared ?? {};
      const seeds = one.seeds === other.seeds ? String(one.seeds) : `${one.seeds}, ${other.seeds}`;
      return [
        plain(label),
        plain(sideText(format, one)),
        plain(sideText(format, other)),
        plain(difference === undefined ? '–' : `${difference > 0 ? '+' : ''}${formatDifference(format, difference)}`),
        plain(interval === undefined ? '–' : `[${interval.map((end) => formatValue(format, end)).join(', ')}]`),
        plain(adjustedP === undefined ? '–' : pText(adjustedP)),
        plain(test === 'paired' ? `${seeds} paired` : seeds),
        isSignificant ? { value: 'differs', text: 'differs', tone: 'warning' as const } : plain(''),
      ];
    }),
    notes: [
      'Difference: second minus first. Intervals are of each difference alone; p is corrected for all cells (Holm).',
    ],
  };
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
