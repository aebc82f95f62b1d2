import type { ParameterValue } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { cellStatus, readableStatus, type CellSummary } from '../cell-summary.ts';
import { formatDuration } from '../duration.ts';
import { formatValue, formatWithUnit, metricTitle } from '../metric-format.ts';
import { formatParameter } from '../parameter-label.ts';
import type { Estimate } from '../statistics.ts';
import { readableName } from '../readable-name.ts';
import { formatCounts } from '../trial-counts.ts';
import { column, plain, type Cell, type Column, type Table } from './table.ts';

/** Every cell of the sweep, ranked ones first and best on top, then the others in the sweep's order. */
export function comparisonTable(summary: Summary): Table {
  const fields = comparisonFields(summary);
  return {
    title: `${readableName(summary.sweep.name)}: comparison by ${metricTitle(summary.metric.name)}`,
    columns: fields.map((field) => field.column),
    rows: inRankOrder(summary).map((cell, at) => {
      const rank = at < summary.ranking.cellIds.length ? at + 1 : null;
      return fields.map((field) => field.cell(cell, rank));
    }),
    notes: [
      `${formatCounts(summary.counts)}.`,
      'last 3: mean of the last three epochs. ±: sample standard deviation over seeds.',
    ],
  };
}

/** Ranked cells best first, then the others in the sweep's order. */
export function inRankOrder(summary: Summary): CellSummary[] {
  const place = new Map(summary.ranking.cellIds.map((cellId, at) => [cellId, at]));
  const placeOf = (cell: CellSummary) => place.get(cell.cellId) ?? summary.cells.length;
  return summary.cells.toSorted((a, b) => placeOf(a) - placeOf(b));
}

interface Field {
  readonly column: Column;
  readonly cell: (cell: CellSummary, rank: number | null) => Cell;
}

function comparisonFields({ axes, metric }: Summary): Field[] {
  const number = { align: 'right' } as const;
  const data = { align: 'right', audience: 'programs' } as const;
  const count = (key: string, of: (cell: CellSummary) => number): Field => ({
    column: column(key, key, data),
    cell: (cell) => plain(of(cell)),
  });
  return [
    { column: column('rank', '#', number), cell: (_, rank) => plain(rank) },
    { column: column('cell_id', 'cell', { audience: 'programs' }), cell: (cell) => plain(cell.cellId) },
    ...axes.map((axis) => ({
      column: column(axis, axis),
      cell: (cell: CellSummary) => parameterCell(cell.parameters[axis]),
    })),
    ...estimateFields('final', metricTitle(metric.name), metric.name, 0, (cell) => cell.final),
    { column: column('status', 'outcome'), cell: (cell) => statusCell(cell, metric.name) },
    ...estimateFields('last_three', 'last 3', metric.name, 2, (cell) => cell.lastThree),
    ...estimateFields('best', 'best', metric.name, 3, (cell) => cell.best),
    {
      column: column('seeds', 'seeds', { ...number, audience: 'people', dropOrder: 4 }),
      cell: ({ counts }) =>
        plain(counts.finished === counts.total ? counts.total : `${counts.finished}/${counts.total}`),
    },
    {
      column: column('wall_seconds', 'time', { ...number, dropOrder: 5 }),
      cell: ({ wallTimeMs }) =>
        wallTimeMs === undefined
          ? plain(null)
          : { value: Math.round(wallTimeMs.mean) / 1000, text: formatDuration(wallTimeMs.mean) },
    },
    count('trials', ({ counts }) => counts.total),
    count('pending', ({ counts }) => counts.pending),
    count('running', ({ counts }) => counts.running),
    count('finished', ({ counts }) => counts.finished),
    count('failed', ({ counts }) => counts.failed),
    count('cancelled', ({ counts }) => counts.cancelled),
    count('converged', ({ outcomes }) => outcomes.converged),
    count('no_progress', ({ outcomes }) => outcomes['no-progress']),
    count('diverged', ({ outcomes }) => outcomes.diverged),
  ];
}

/** One column for people ("64.7 ± 0.4"), two for programs (mean and std in the metric's own unit). */
function estimateFields(
  key: string,
  title: string,
  metric: string,
  dropOrder: number,
  of: (cell: CellSummary) => Estimate | undefined,
): Field[] {
  return [
    {
      column: column(key, title, { align: 'right', audience: 'people', dropOrder }),
      cell: (cell) => plain(formatEstimate(metric, of(cell))),
    },
    {
      column: column(`${key}_mean`, title, { align: 'right', audience: 'programs' }),
      cell: (cell) => plain(of(cell)?.mean),
    },
    {
      column: column(`${key}_std`, title, { align: 'right', audience: 'programs' }),
      cell: (cell) => plain(of(cell)?.std),
    },
  ];
}

/** "64.7 ± 0.4", without the unit; "–" where there is none. */
export function formatEstimate(metric: string, value: Estimate | undefined): string {
  if (value === undefined) return '–';
  const mean = formatValue(metric, value.mean);
  return value.std === undefined || Number.isNaN(value.std) ? mean : `${mean} ± ${formatValue(metric, value.std)}`;
}

export function parameterCell(value: ParameterValue | undefined): Cell {
  const text = formatParameter(value);
  return { value: typeof value === 'number' ? value : text, text };
}

function statusCell(cell: CellSummary, metric: string): Cell {
  const soFar =
    cell.latest && cell.counts.finished === 0
      ? `, ${formatWithUnit(metric, cell.latest.value)} after epoch ${Math.floor(cell.latest.epoch)}`
      : '';
  return { value: cellStatus(cell), text: `${readableStatus(cell)}${soFar}`, tone: statusTone(cell) };
}

function statusTone({ counts, outcomes }: CellSummary): NonNullable<Cell['tone']> {
  if (counts.failed > 0) return 'bad';
  if (outcomes.diverged + outcomes['no-progress'] > 0) return 'warning';
  return outcomes.converged === counts.total ? 'good' : 'faint';
}
