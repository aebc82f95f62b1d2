import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, displayWidth, printable, printableLines, withoutFormula } from './safe-text.ts';

describe('printable', () => {
  test.each([
    ['a plain text', 'a plain text'],
    ['Größe · 学習率 ± 😀', 'Größe · 学習率 ± 😀'],
    ['\u001B[31mred\u001B[0m', '␛[31mred␛[0m'],
    ['\u001B]0;title\u0007', '␛]0;title␇'],
    ['one\r\ntwo\tthree', 'one  two three'],
    ['\u009B2J', '\uFFFD2J'],
    ['\u007F\u0000', '␡␀'],
    ['\u202Egpj.exe', '\uFFFDgpj.exe'],
    ['half \uD83D of a pair', 'half \uFFFD of a pair'],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
  ])('%j is shown as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('leaves nothing in any text that acts on a terminal or that XML cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        // eslint-disable-next-line no-control-regex -- those that must be gone
        expect(printable(text)).not.toMatch(/[\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF\p{Cs}]/u);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('line ends and tabs are kept where there are several lines', () => {
    expect(printableLines('one\r\n\ttwo\u001B')).toBe('one \n\ttwo␛');
  });
});

test.each([
  ['=HYPERLINK("http://example.org")', `'=HYPERLINK("http://example.org")`],
  ['+1+cmd', `'+1+cmd`],
  ['-2+3+cmd', `'-2+3+cmd`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t=1`],
  ['＝1', `'＝1`],
  ['-0.5', '-0.5'],
  ['+1e-8', '+1e-8'],
  ['a=b', 'a=b'],
  ['', ''],
])('the text %j is %j in a spreadsheet', (text, safe) => {
  expect(withoutFormula(text)).toBe(safe);
});

test.each([
  ['plain', 5],
  ['Größe', 5],
  ['学習率', 6],
  ['😀', 2],
  ['e\u0301', 1],
])('%s takes %d columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('a cut text says so and leaves no half of a pair', () => {
  expect(cut('abcdef', 6)).toBe('abcdef');
  expect(cut('abcdef', 4)).toBe('abc…');
  expect(cut('ab😀cd', 4)).toBe('ab…');
});
