import type { Cell, CellValue, Column, ColumnType } from './table.ts';

/** The one type that holds all these values; undefined of no value at all. Of values of several kinds it is text. */
export function typeOf(values: Iterable<CellValue>): ColumnType | undefined {
  let type: ColumnType | undefined;
  for (const value of values) type = widened(type, value);
  return type;
}

/** The type of each column: as declared, else of what it holds. Goes through the rows only where a column declares none. */
export function columnTypes(columns: readonly Column[], rows: Iterable<readonly Cell[]>): ColumnType[] {
  const found = columns.map(({ type }) => type);
  const open = [...columns.keys()].filter((at) => found[at] === undefined);
  if (open.length > 0) {
    for (const row of rows) for (const at of open) found[at] = widened(found[at], row[at]!.value);
  }
  // A column without a value is of what it is aligned as.
  return columns.map(({ align }, at) => found[at] ?? (align === 'right' ? 'number' : 'text'));
}

function widened(type: ColumnType | undefined, value: CellValue): ColumnType | undefined {
  if (value === null || type === 'text') return type;
  const own = typeOfValue(value);
  if (type === undefined || type === own) return own;
  const areNumbers = [type, own].every((one) => one === 'number' || one === 'integer');
  return areNumbers ? 'number' : 'text';
}

function typeOfValue(value: string | number | boolean): ColumnType {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

/** A value as its column has all of them: in a column of text everything is text. */
export function valueAs(type: ColumnType, value: CellValue): CellValue {
  return type === 'text' && value !== null ? String(value) : value;
}
