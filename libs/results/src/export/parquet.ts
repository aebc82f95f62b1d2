import { ByteWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer';
import { columnTypes, valueAs } from '../table/column-type.ts';
import { forAudience, type Cell, type CellValue, type ColumnType, type Table } from '../table/table.ts';

/** Rows of a group: what is in memory at once. */
const ROWS_OF_A_GROUP = 10_000;

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** The schema's elements by the type of a column; every column may lack values. */
const ELEMENTS: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  integer: { type: 'INT64', repetition_type: 'OPTIONAL' },
  number: { type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  boolean: { type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
  // Of moments in UTC, not of a clock somewhere.
  time: {
    ...{ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' },
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

/**
 * A table's columns for programs as an Apache Parquet file, in pieces to be written one after the other: strings, 64-bit integers,
 * doubles, booleans and moments, compressed by Snappy. Rows are made while they are gone through, some thousands at once.
 */
export function* parquetPieces(table: Table): Generator<Uint8Array> {
  const { columns, rows } = forAudience(table, 'programs');
  const types = columnTypes(columns, rows);
  const elements = columns.map(({ key: name }, at) => ({ name, ...ELEMENTS[types[at]!] }));
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: [{ name: 'root', num_children: columns.length }, ...elements],
    createdBy: 'gridsweep',
  });
  for (const group of groups(rows)) {
    const columnData = columns.map(({ key: name }, at): ColumnSource => ({
      name,
      data: group.map((row) => stored(types[at]!, row[at]!.value)),
    }));
    // Nothing is waited for, as this writer keeps what it is given.
    void file.write({ columnData, rowGroupSize: ROWS_OF_A_GROUP });
    yield taken(writer);
  }
  void file.finish();
  yield taken(writer);
}

function* groups(rows: Iterable<readonly Cell[]>): Generator<(readonly Cell[])[]> {
  let group: (readonly Cell[])[] = [];
  for (const row of rows) {
    if (group.push(row) < ROWS_OF_A_GROUP) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function stored(type: ColumnType, value: CellValue): string | bigint | number | boolean | Date | null {
  if (value === null) return null;
  switch (type) {
    case 'integer':
      return BigInt(value);
    case 'time':
      return new Date(String(value));
    case 'text':
    case 'number':
    case 'boolean':
      return valueAs(type, value);
  }
}

/** What was written since the last time; offsets go on. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
