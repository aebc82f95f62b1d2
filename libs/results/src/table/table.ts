import { each } from './rows.ts';

/** A table before it has a form: the same rows become terminal text, Markdown, CSV or JSON. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  /** One cell per column. May be gone through more than once; those of a large table are made while they are. */
  readonly rows: Iterable<readonly Cell[]>;
  /** Sentences below the table, the trial counts among them (I4). */
  readonly notes: readonly string[];
}

export interface Column {
  /** Name in CSV and JSON, snake_case. */
  readonly key: string;
  /** Heading for people. */
  readonly title: string;
  readonly align: 'left' | 'right';
  /** For people ("64.7 ± 0.4"), for programs (mean and standard deviation apart), or both. */
  readonly audience: 'people' | 'programs' | 'both';
  /** A narrow terminal drops the columns with the largest numbers first; 0 is never dropped. */
  readonly dropOrder: number;
  /** What all its values are, in every format for programs; where it is not said, what they turn out to be. */
  readonly type?: ColumnType | undefined;
}

/** time: text as ISO 8601 has it, in UTC. number: also NaN and infinite. integer: exact, up to 2^53. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'time';

export type CellValue = string | number | boolean | null;

export interface Cell {
  /** For programs; null where there is none. */
  readonly value: CellValue;
  /** For people. */
  readonly text: string;
  readonly tone?: 'good' | 'bad' | 'warning' | 'faint';
}

export function column(key: string, title: string, options: Partial<Omit<Column, 'key' | 'title'>> = {}): Column {
  return { key, title, align: 'left', audience: 'both', dropOrder: 0, ...options };
}

/** A cell whose text is its value. */
export function plain(value: CellValue | undefined): Cell {
  return value === null || value === undefined ? { value: null, text: '' } : { value, text: String(value) };
}

/** Keys of columns for parameters, which anybody may name: one with the name of another column is "parameter_NAME". */
export function parameterKeys(names: readonly string[], taken: readonly string[]): string[] {
  const all = new Set([...names, ...taken]);
  return names.map((name) => {
    if (!taken.includes(name)) return name;
    let key = `parameter_${name}`;
    while (all.has(key)) key = `parameter_${key}`;
    all.add(key);
    return key;
  });
}

/** The columns and cells meant for one audience. */
export function forAudience(
  table: Table,
  audience: 'people' | 'programs',
): { readonly columns: readonly Column[]; readonly rows: Iterable<readonly Cell[]> } {
  const shown = [...table.columns.keys()].filter((at) => {
    const { audience: meant } = table.columns[at]!;
    return meant === 'both' || meant === audience;
  });
  return {
    columns: shown.map((at) => table.columns[at]!),
    rows: each(table.rows, (row) => shown.map((at) => row[at]!)),
  };
}
