import { expect, test } from 'vitest';
import type { ComparedCell } from './comparison.ts';
import { confirmable } from './confirmable.ts';

function cells(...standings: ComparedCell['standing'][]): { cells: ComparedCell[] } {
  return { cells: standings.map((standing, at) => ({ cellId: `cell-${at}`, n: 3, mean: 1 - at / 10, standing })) };
}

function chosen(compared: { cells: ComparedCell[] }, most?: number): string[] {
  return confirmable(compared, most).map(({ cellId }) => cellId);
}

test('all that could be best are rerun', () => {
  const compared = cells('could-be-best', 'could-be-best', 'could-be-best', 'not-best');
  expect(chosen(compared)).toEqual(['cell-0', 'cell-1', 'cell-2']);
  expect(chosen(compared, 2)).toEqual(['cell-0', 'cell-1']);
});

test('with unequal spread one could be best behind one that is not: the cells between go along', () => {
  expect(chosen(cells('could-be-best', 'not-best', 'could-be-best', 'not-best'))).toEqual([
    'cell-0',
    'cell-1',
    'cell-2',
  ]);
});

test('the best alone is compared with the next', () => {
  expect(chosen(cells('best', 'not-best', 'not-best'))).toEqual(['cell-0', 'cell-1']);
});

test('where nothing tells which could be best, the first are', () => {
  expect(chosen(cells(...Array<'unknown'>(9).fill('unknown')))).toHaveLength(5);
  expect(chosen(cells('unknown', 'unknown', 'unknown'))).toHaveLength(3);
});

test('there may be nothing to compare', () => {
  expect(chosen(cells())).toEqual([]);
  expect(chosen(cells('unknown'))).toEqual(['cell-0']);
});
