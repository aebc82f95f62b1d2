import type { Summary } from '../aggregate.ts';
import { isUneventful, readableStatus, type CellSummary } from '../cell-summary.ts';
import { readableName } from '../names.ts';
import { formatCounts } from '../record.ts';
import { metricFormat, metricTitle, type MetricFormat } from '../value-format.ts';
import { formatEstimate } from './cells.ts';
import { parameterCell } from './parameter-cell.ts';
import { column, type Cell, type Table } from './table.ts';
import { twoWayGrid } from './two-way-grid.ts';

/** The metric's final mean at each crossing of a two-way grid; undefined for any other sweep. */
export function pivotTable(summary: Summary): Table | undefined {
  const grid = twoWayGrid(summary);
  if (grid === undefined) return undefined;
  const format = metricFormat(summary.metric.name, summary.metrics);
  return {
    title: `${readableName(summary.sweep.name)}: ${metricTitle(format)} by ${grid.rows.name} and ${grid.columns.name}`,
    columns: [
      column(grid.rows.name, grid.rows.name),
      ...grid.columns.labels.map((label) =>
        column(`${grid.columns.name}=${label}`, `${grid.columns.name} ${label}`, { align: 'right' }),
      ),
    ],
    rows: grid.rows.labels.map((label, row) => [
      { ...parameterCell(grid.rows.exact[row]), text: label },
      ...grid.columns.labels.map((_, at) => pivotCell(format, grid.cellAt(row, at))),
    ]),
    notes: [`${formatCounts(summary.counts)}.`],
  };
}

function pivotCell(format: MetricFormat, cell: CellSummary | undefined): Cell {
  if (cell === undefined) return { value: null, text: '–' };
  const status = readableStatus(cell);
  // Where seeds diverged there is no mean that would say what the setting does.
  const value = cell.outcomes.diverged > 0 ? null : (cell.final?.mean ?? null);
  if (value === null)
    return {
      value,
      text: status,
      tone: cell.counts.failed > 0 ? 'bad' : cell.outcomes.diverged > 0 ? 'warning' : 'faint',
    };
  const text = formatEstimate(format, cell.final);
  return isUneventful(cell) ? { value, text } : { value, text: `${text} (${status})`, tone: 'warning' };
}
