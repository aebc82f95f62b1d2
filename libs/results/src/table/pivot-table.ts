import type { ParameterValue } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { readableStatus, type CellSummary } from '../cell-summary.ts';
import { metricTitle } from '../metric-format.ts';
import { formatParameter } from '../parameter-label.ts';
import { readableName } from '../readable-name.ts';
import { formatCounts } from '../trial-counts.ts';
import { formatEstimate, parameterCell } from './comparison-table.ts';
import { column, type Cell, type Table } from './table.ts';

/** A sweep over exactly two parameters with several values each, laid out as rows × columns. */
export interface TwoWayGrid {
  readonly rowAxis: string;
  readonly columnAxis: string;
  /** In the sweep's order. */
  readonly rowValues: readonly ParameterValue[];
  readonly columnValues: readonly ParameterValue[];
  cellAt(row: number, column: number): CellSummary | undefined;
}

/**
 * Undefined unless exactly two axes have more than one value and every crossing is a cell (a random search fills no grid).
 * The axis with more values gives the rows.
 */
export function twoWayGrid({ axes, cells }: Summary): TwoWayGrid | undefined {
  const varied = axes
    .map((axis) => ({ axis, values: distinct(cells.map((cell) => cell.parameters[axis] ?? null)) }))
    .filter(({ values }) => values.length > 1)
    .sort((a, b) => b.values.length - a.values.length);
  const [rows, columns] = varied;
  if (varied.length !== 2 || rows === undefined || columns === undefined) return undefined;
  if (cells.length !== rows.values.length * columns.values.length) return undefined;
  const keyOf = (row: ParameterValue, column: ParameterValue) => JSON.stringify([row, column]);
  const byKey = new Map(
    cells.map((cell) => [keyOf(cell.parameters[rows.axis] ?? null, cell.parameters[columns.axis] ?? null), cell]),
  );
  return {
    rowAxis: rows.axis,
    columnAxis: columns.axis,
    rowValues: rows.values,
    columnValues: columns.values,
    cellAt: (row, column) => byKey.get(keyOf(rows.values[row] ?? null, columns.values[column] ?? null)),
  };
}

function distinct(values: readonly ParameterValue[]): ParameterValue[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** The metric's final mean at each crossing of a two-way grid; undefined for any other sweep. */
export function pivotTable(summary: Summary): Table | undefined {
  const grid = twoWayGrid(summary);
  if (grid === undefined) return undefined;
  return {
    title: `${readableName(summary.sweep.name)}: ${metricTitle(summary.metric.name)} by ${grid.rowAxis} and ${grid.columnAxis}`,
    columns: [
      column(grid.rowAxis, grid.rowAxis),
      ...grid.columnValues.map((value) =>
        column(`${grid.columnAxis}=${formatParameter(value)}`, `${grid.columnAxis} ${formatParameter(value)}`, {
          align: 'right',
        }),
      ),
    ],
    rows: grid.rowValues.map((value, row) => [
      parameterCell(value),
      ...grid.columnValues.map((_, at) => pivotCell(summary.metric.name, grid.cellAt(row, at))),
    ]),
    notes: [`${formatCounts(summary.counts)}.`],
  };
}

function pivotCell(metric: string, cell: CellSummary | undefined): Cell {
  if (cell === undefined) return { value: null, text: '–' };
  const status = readableStatus(cell);
  const value = cell.final?.mean ?? null;
  if (value === null) return { value, text: status, tone: cell.counts.failed > 0 ? 'bad' : 'faint' };
  const text = formatEstimate(metric, cell.final);
  return status === 'converged' ? { value, text } : { value, text: `${text} (${status})`, tone: 'warning' };
}
