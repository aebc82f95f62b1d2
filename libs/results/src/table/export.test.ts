import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import {
  csvText,
  escapeMarkdown,
  jsonLinesText,
  markdownText,
  snakeCaseKeys,
  toCsv,
  toJson,
  toRows,
} from './export.ts';
import { column, plain, type Table } from './table.ts';

const tableOf = (value: string, key = 'text'): Table => ({
  title: 'T',
  columns: [column(key, key), column('number', 'number')],
  rows: [[plain(value), plain(-0.5)]],
  notes: [],
});

test('numbers that are not finite become strings, everything else is JSON', () => {
  expect(toJson({ a: NaN, b: [Infinity, -Infinity, 1.5], c: null, d: undefined })).toBe(
    '{"a":"NaN","b":["Infinity","-Infinity",1.5],"c":null}',
  );
});

test('JSON prints nothing that acts on a terminal, and loses nothing', () => {
  const evil = { 'k\u009B': '\u001B[2J\u009B2J\u007F\u202E' };
  const json = toJson(evil);
  expect(json).toMatch(/^[ -~]*$/);
  expect(JSON.parse(json)).toEqual(evil);
});

describe('CSV', () => {
  test('text that begins as a formula is defused, in heads too; numbers are numbers', () => {
    expect(toCsv(tableOf('=HYPERLINK("x")', '=1+1'))).toBe(`'=1+1,number\n"'=HYPERLINK(""x"")",-0.5\n`);
    expect(toCsv(tableOf('-1'))).toBe('text,number\n-1,-0.5\n');
  });

  test('line ends stay in their quotes, other controls are pictures', () => {
    expect(toCsv(tableOf('one\ntwo\u001B[2J'))).toBe('text,number\n"one\ntwo␛[2J",-0.5\n');
  });

  test('many rows come in pieces, all of them', () => {
    const rows = Array.from({ length: 1234 }, (_, at) => [plain(`r${at}`), plain(at)]);
    const pieces = [...csvText({ ...tableOf(''), rows })];
    expect(pieces.length).toBeGreaterThan(2);
    const lines = pieces.join('').trimEnd().split('\n');
    expect(lines).toEqual(['text,number', ...rows.map((_, at) => `r${at},${at}`)]);
  });
});

test('Markdown: no text becomes markup, nor a second line', () => {
  const text = [...markdownText({ ...tableOf('a|b\n*c* [d](e) <f>'), title: '# T', notes: ['`n`'] })].join('');
  expect(text).toContain('| a\\|b \\*c\\* \\[d\\](e) \\<f\\> | -0.5 |\n');
  expect(text).toContain('\n\\`n\\`\n');
});

test.each([
  ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
  ['~~a~~ $x^2$ `c`', '~~a~~ $x^2$ `c`'],
  ['http://a.example www.b.example c@d.example @user', 'http://a.example www.b.example c@d.example @user'],
])('Markdown: %j is shown as it is', (text, html) => {
  expect(marked.parseInline(escapeMarkdown(text))).toBe(html);
  expect(escapeMarkdown(text)).not.toMatch(/(?<!\\)[$~]/);
});

test('Markdown: numbers stay as they are', () => {
  expect(['65.0', '−0.5 ± 0.1', '2025-01-15', '64.7 %'].map(escapeMarkdown)).toEqual([
    ...['65.0', '−0.5 ± 0.1', '2025-01-15', '64.7 %'],
  ]);
});

describe('CSV that data frames read without being told', () => {
  test('a column has one type in all rows, whether declared or found', () => {
    const columns = ['declared', 'found', 'whole', 'mixed', 'switch', 'empty'].map((key, at) =>
      column(key, key, at === 0 ? { type: 'number' } : at === 5 ? { align: 'right' } : {}),
    );
    const values = [
      [1, 1, 1, 1, true, null],
      [-0, 0.5, 2 ** 53 - 1, 'auto', null, null],
      [NaN, Infinity, -3, null, false, null],
      [-Infinity, 1e21, 0, true, true, null],
    ];
    const table = { title: 'T', columns, rows: values.map((row) => row.map(plain)), notes: [] };
    expect(toCsv(table).split('\n')).toEqual([
      'declared,found,whole,mixed,switch,empty',
      ...['1.0,1.0,1,1,TRUE,', '-0.0,0.5,9007199254740991,auto,,', 'NaN,inf,-3,,FALSE,', '-inf,1e+21,0,true,TRUE,', ''],
    ]);
    expect([...toRows(table)].map(({ mixed }) => mixed)).toEqual(['1', 'auto', null, 'true']);
  });
});

test('keys become snake_case at any depth, values stay', () => {
  const value = { seedsForPoint: 3, cells: [{ cellId: 'aB', left: null }], n: NaN };
  expect(snakeCaseKeys(value)).toEqual({ seeds_for_point: 3, cells: [{ cell_id: 'aB', left: null }], n: NaN });
});

test('JSON lines: an object a row', () => {
  expect([...jsonLinesText(tableOf('a', '__proto__'))].join('')).toBe('{"__proto__":"a","number":-0.5}\n');
});
