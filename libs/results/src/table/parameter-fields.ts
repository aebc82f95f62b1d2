import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { formatParameter, shortenLabels } from '../parameter-label.ts';
import { parameterCell } from './parameter-cell.ts';
import { column, parameterKeys, type Cell, type Column } from './table.ts';

/** A column with what it has of each row. */
export interface Field<T> {
  readonly column: Column;
  readonly cell: (row: T) => Cell;
}

/** Longest text of a parameter in a table, in characters. */
const LONGEST_PARAMETER = 40;

/** A narrow terminal does without what differs unasked before it does without the comparison's own columns. */
const CONFOUNDER_DROP_ORDER = 3;

/**
 * What tells cells apart: the axes, then what differs between them without being one.
 * @param taken keys that other columns have
 */
export function parameterFields<T extends { readonly cell: CellSummary }>(
  { axes, confounders }: Summary,
  taken: readonly string[],
  rows: readonly T[],
): Field<T>[] {
  const names = [...axes, ...confounders.map(({ parameter }) => parameter)];
  const keys = parameterKeys(names, taken);
  return names.map((name, at) => {
    const texts = new Set(rows.map(({ cell }) => formatParameter(cell.parameters[name])));
    const short = shortenLabels([...texts], LONGEST_PARAMETER);
    const shown = new Map([...texts].map((text, place) => [text, short[place]!]));
    return {
      column: column(keys[at]!, name, { dropOrder: at < axes.length ? 0 : CONFOUNDER_DROP_ORDER }),
      cell: ({ cell: { parameters } }) => {
        const cell = parameterCell(parameters[name]);
        return { ...cell, text: shown.get(cell.text) ?? cell.text };
      },
    };
  });
}
