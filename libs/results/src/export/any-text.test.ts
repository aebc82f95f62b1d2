import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { commandRecord } from '../example-records.ts';
import { formatResults, listResults, RESULT_LISTS, TEXT_FORMATS, type TextFormat } from '../format-results.ts';
import type { SweepRecord } from '../record.ts';
import { printable, printableLines } from '../safe-text.ts';
import { csvText, jsonLinesText, markdownText } from '../table/export.ts';
import { column, plain, type Table } from '../table/table.ts';
import { terminalText } from '../table/terminal.ts';
import { anyText } from './any-text.fixture.ts';

/** What acts on a terminal or turns text around; line ends and tabs are formats' own. */
// eslint-disable-next-line no-control-regex -- those that must be gone
const ACTING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/;

const RUNS = { seed: 1, numRuns: 300 };
const texts = fc.array(anyText(), { minLength: 1, maxLength: 6 });

/** A column of text under a heading that is the first of them, which is the title and the notes as well. */
function tableOf(all: readonly string[]): Table {
  const columns = [column('text', all[0]!, { type: 'text' }), column('number', 'number', { type: 'number' })];
  return { title: all[0]!, columns, rows: all.map((text) => [plain(text), plain(-1)]), notes: all };
}

const written = (pieces: Iterable<string>) => [...pieces].join('');

/** What a reader of RFC 4180 sees. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare!);
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('whatever a text holds', () => {
  test('CSV has it in one field, and no spreadsheet takes it for a formula', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const [head, ...rows] = csvRows(written(csvText(tableOf(all))));
        expect(head).toEqual(['text', 'number']);
        expect(rows).toHaveLength(all.length);
        for (const [at, [text, number, ...more]] of rows.entries()) {
          expect([number, more]).toEqual(['-1.0', []]);
          expect(text!.replace(/^'/, '')).toBe(printableLines(all[at]!).replace(/^'/, ''));
          expect(text).not.toMatch(ACTING);
          if (/^[=+\-@\t\r]/.test(text!)) expect(Number(text)).not.toBeNaN();
        }
      }),
      RUNS,
    );
  });

  test('JSON lines give it back, and print nothing that acts on a terminal', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const text = written(jsonLinesText(tableOf(all)));
        expect(text).not.toMatch(ACTING);
        const lines = text.split('\n').slice(0, -1);
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(all.map((text) => ({ text, number: -1 })));
      }),
      RUNS,
    );
  });

  test('a terminal shows it in one cell of one line', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const lines = written(terminalText(tableOf(all), { width: Infinity, color: false }))
          .split('\n')
          .slice(0, -1);
        expect(lines).toHaveLength(2 + 2 * all.length);
        expect(lines.join('')).not.toMatch(ACTING);
      }),
      RUNS,
    );
  });

  test('Markdown shows it and nothing else: a heading, a table, a paragraph for each note', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const tokens = marked.lexer(written(markdownText(tableOf(all)))).filter(({ type }) => type !== 'space');
        const shown = (text: string) => printable(text.replace(/\s*\n\s*/g, ' ')).trim();
        const notes = all.filter((text) => shown(text) !== '');
        expect(tokens.map(({ type }) => type)).toEqual(['heading', 'table', ...notes.map(() => 'paragraph')]);
        const [heading, table, ...paragraphs] = tokens as [Tokens.Heading, Tokens.Table, ...Tokens.Paragraph[]];
        expect(plainText(heading.tokens)).toBe(shown(all[0]!));
        expect(paragraphs.map((paragraph) => plainText(paragraph.tokens))).toEqual(notes.map(shown));
        expect(table.rows.map((row) => row.map((cell) => plainText(cell.tokens)))).toEqual(
          all.map((text) => [shown(text), '-1']),
        );
      }),
      RUNS,
    );
  });

  /** The text of tokens that are text; of any other none. */
  function plainText(tokens: readonly Token[]): string {
    for (const { type } of tokens) expect(['text', 'escape']).toContain(type);
    return tokens
      .map((token) => ('text' in token ? String(token.text) : ''))
      .join('')
      .trim();
  }
});

describe('a sweep of hostile names', () => {
  const record = fc.record({
    name: anyText(),
    parameter: anyText(),
    value: anyText(),
    metric: anyText(),
    device: anyText(),
  });

  function sweepOf({
    name,
    parameter,
    value,
    metric,
    device,
  }: Record<'name' | 'parameter' | 'value' | 'metric' | 'device', string>): SweepRecord {
    const plainRecord = commandRecord();
    const axis = parameter === '' ? 'x' : parameter;
    const trials = plainRecord.trials.map((trial, at) => ({
      ...trial,
      parameters: { [axis]: at % 2 === 0 ? value : `${value}'` },
      points: trial.points.map((point) => ({ ...point, name: point.name === 'objective' ? metric : point.name })),
      provenance: trial.provenance.map((provenance) => ({ ...provenance, device })),
      ...(at === 0 && {
        state: 'failed' as const,
        outcome: undefined,
        failure: { kind: 'crash' as const, detail: value },
      }),
    }));
    return { ...plainRecord, name, axes: [axis], metric: { name: metric, goal: 'minimize' }, trials };
  }

  test.each(TEXT_FORMATS)('is written as %s, of which nothing acts on a terminal', (format: TextFormat) => {
    fc.assert(
      fc.property(record, (names) => {
        const sweep = sweepOf(names);
        for (const list of RESULT_LISTS) {
          const text = written(listResults(sweep, list, format));
          expect(text).not.toMatch(ACTING);
          if (format === 'json') expect(JSON.parse(text)).toMatchObject({ sweep: { name: names.name } });
        }
        expect(formatResults(sweep, format).endsWith('\n')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
