import { describe, expect, test } from 'vitest';
import { column, plain, type Table } from './table.ts';
import { terminalText, toTerminal } from './terminal.ts';

const PLAIN = { width: Infinity, color: false };

function tableOf(...rows: readonly (readonly (string | number)[])[]): Table {
  return {
    title: 'Things',
    columns: [column('name', 'name'), column('size', 'size', { align: 'right' })],
    rows: rows.map((row) => row.map(plain)),
    notes: ['There are some.'],
  };
}

/** Rows that are made each time they are gone through. */
function manyRows(count: number): Table {
  return {
    ...tableOf(),
    rows: {
      *[Symbol.iterator]() {
        for (let at = 0; at < count; at += 1) yield [plain(`row ${at}`), plain(at)];
      },
    },
  };
}

test('columns are aligned, lines end without spaces', () => {
  expect(toTerminal(tableOf(['long name', 1], ['b', 1000]), PLAIN)).toBe(
    ['Things', 'name       size', 'long name     1', 'b          1000', 'There are some.', ''].join('\n'),
  );
});

test('a table without rows is its heads', () => {
  expect(toTerminal(tableOf(), PLAIN)).toBe('Things\nname  size\nThere are some.\n');
});

test('wide characters and combining marks keep the columns straight', () => {
  expect(
    toTerminal(tableOf(['学習率', 1], ['e\u0301', 2]), PLAIN)
      .split('\n')
      .slice(2, 4),
  ).toEqual(['学習率     1', 'e\u0301          2']);
});

test('what is in a text acts on no terminal', () => {
  const evil = '\u001B]0;owned\u0007\u001B[2J\nforged line';
  const table = { ...tableOf([evil, 1]), title: evil, notes: [evil], columns: [column('a', evil), column('b', 'b')] };
  const text = toTerminal(table, PLAIN);
  expect(text).not.toMatch(/\u001B|\u0007/); // eslint-disable-line no-control-regex -- those that must be gone
  expect(text.trimEnd().split('\n')).toHaveLength(4);
  expect(text).toContain('␛]0;owned␇␛[2J forged line');
});

test('a cell of megabytes is cut', () => {
  expect(toTerminal(tableOf(['x'.repeat(9_000_000), 1]), PLAIN).length).toBeLessThan(1000);
});

describe('many rows', () => {
  test('the first and the last are shown where that is asked for, and how many are between', () => {
    const lines = toTerminal(manyRows(100_000), { ...PLAIN, mostRows: 10, allRows: '--json lists all' }).split('\n');
    expect(lines).toEqual([
      ...['Things', 'name        size'],
      ...Array.from({ length: 8 }, (_, at) => `row ${at}          ${at}`),
      '… 99,990 more; --json lists all',
      ...['row 99998  99998', 'row 99999  99999', 'There are some.', ''],
    ]);
  });

  test('as many as may be shown are all shown', () => {
    expect(toTerminal(manyRows(10), { ...PLAIN, mostRows: 10 })).toBe(toTerminal(manyRows(10), PLAIN));
  });

  test('100,000 of them come in small pieces', () => {
    let lines = 0;
    for (const piece of terminalText(manyRows(100_000), PLAIN)) {
      lines += piece.split('\n').length - 1;
      expect(piece.length).toBeLessThan(50_000);
    }
    expect(lines).toBe(100_003);
  });
});
