import type { ParameterValue } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { cellStatus, readableStatus, succeeded, type CellSummary } from '../cell-summary.ts';
import { neverReported } from '../findings.ts';
import { readableName } from '../names.ts';
import { formatParameter, shortenLabels } from '../parameter-label.ts';
import { formatCounts } from '../record.ts';
import type { Estimate } from '../statistics.ts';
import {
  countOf,
  formatDuration,
  formatValue,
  formatWithUnit,
  metricFormat,
  metricTitle,
  type MetricFormat,
} from '../value-format.ts';
import { column, parameterKeys, plain, type Cell, type Column, type Table } from './table.ts';

/** Every cell of the sweep, ranked ones first and best on top, then the others in the sweep's order. */
export function comparisonTable(summary: Summary): Table {
  const format = metricFormat(summary.metric.name, summary.metrics);
  const fields = comparisonFields(summary, format);
  const missing = neverReported(summary);
  return {
    title: `${readableName(summary.sweep.name)}: comparison by ${metricTitle(format)}`,
    columns: fields.map((field) => field.column),
    rows: inRankOrder(summary).map((cell, at) => {
      const rank = at < summary.ranking.cellIds.length ? at + 1 : null;
      return fields.map((field) => field.cell(cell, rank));
    }),
    notes: [
      `${formatCounts(summary.counts)}.`,
      ...(missing === undefined ? [] : [missing]),
      `last 3: mean of the last three ${countsEpochs(summary) ? 'epochs' : 'points'}. ±: sample standard deviation over seeds.`,
    ],
  };
}

/** Whether the sweep's metric is reported with epochs, or not yet at all. */
function countsEpochs({ cells, metric }: Summary): boolean {
  return cells.every(({ curves }) => curves.get(metric.name)?.points.every(({ epoch }) => epoch !== undefined) ?? true);
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

function comparisonFields(summary: Summary, format: MetricFormat): Field[] {
  const number = { align: 'right' } as const;
  const data = { align: 'right', audience: 'programs' } as const;
  const count = (key: string, of: (cell: CellSummary) => number): Field => ({
    column: column(key, key, data),
    cell: (cell) => plain(of(cell)),
  });
  const names: Field[] = [
    { column: column('rank', '#', number), cell: (_, rank) => plain(rank) },
    { column: column('cell_id', 'cell', { audience: 'programs' }), cell: (cell) => plain(cell.cellId) },
  ];
  const values: Field[] = [
    ...estimateFields('final', metricTitle(format), format, 0, (cell) => cell.final),
    { column: column('status', 'outcome'), cell: (cell) => statusCell(cell, format) },
    ...estimateFields('last_three', 'last 3', format, 2, (cell) => cell.lastThree),
    ...estimateFields('best', 'best', format, 3, (cell) => cell.best),
    {
      column: column('seeds', 'seeds', { ...number, audience: 'people', dropOrder: 4 }),
      cell: ({ counts }) =>
        plain(counts.finished === counts.total ? counts.total : `${counts.finished}/${counts.total}`),
    },
    {
      column: column('wall_seconds', 'time', { ...number, dropOrder: 5 }),
      cell: ({ wallTimeMs }) => durationCell(wallTimeMs?.mean),
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
    count('completed', ({ outcomes }) => outcomes.completed),
  ];
  const keys = [...names, ...values].map((field) => field.column.key);
  return [...names, ...parameterFields(summary, keys), ...values];
}

/** Longest text of a parameter in a table, in characters. */
const LONGEST_PARAMETER = 40;

function parameterFields({ axes, cells }: Summary, taken: readonly string[]): Field[] {
  const keys = parameterKeys(axes, taken);
  return axes.map((axis, at) => {
    const texts = new Set(cells.map(({ parameters }) => formatParameter(parameters[axis])));
    const short = shortenLabels([...texts], LONGEST_PARAMETER);
    const shown = new Map([...texts].map((text, place) => [text, short[place]!]));
    return {
      column: column(keys[at]!, axis),
      cell: ({ parameters }: CellSummary) => {
        const cell = parameterCell(parameters[axis]);
        return { ...cell, text: shown.get(cell.text) ?? cell.text };
      },
    };
  });
}

/** One column for people ("64.7 ± 0.4"), two for programs (mean and std in the metric's own unit). */
function estimateFields(
  key: string,
  title: string,
  format: MetricFormat,
  dropOrder: number,
  of: (cell: CellSummary) => Estimate | undefined,
): Field[] {
  return [
    {
      column: column(key, title, { align: 'right', audience: 'people', dropOrder }),
      cell: (cell) => plain(formatEstimate(format, of(cell))),
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
export function formatEstimate(format: MetricFormat, value: Estimate | undefined): string {
  if (value === undefined) return '–';
  const mean = formatValue(format, value.mean);
  if (value.std === undefined || Number.isNaN(value.std)) return mean;
  // The spread has as many decimal places as the mean.
  const places = /^−?\d+\.(\d+)$/.exec(mean)?.[1]!.length;
  return `${mean} ± ${formatValue(places === undefined ? format : { ...format, digits: places }, value.std)}`;
}

/** A parameter's value; "–" where the cell lacks the parameter. */
export function parameterCell(value: ParameterValue | undefined): Cell {
  if (value === undefined) return { value: null, text: '–' };
  const text = formatParameter(value);
  return { value: typeof value === 'number' || typeof value === 'string' ? value : text, text };
}

/** For programs in seconds. */
export function durationCell(ms: number | undefined): Cell {
  return ms === undefined ? plain(null) : { value: Math.round(ms) / 1000, text: formatDuration(ms) };
}

function statusCell(cell: CellSummary, format: MetricFormat): Cell {
  const parts = [readableStatus(cell), ...unreported(cell), ...soFar(cell, format)];
  const tone = statusTone(cell);
  return { value: cellStatus(cell), text: parts.join(', '), ...(tone !== undefined && { tone }) };
}

/** What the cell's finished trials did not say. */
function unreported({ unreported: missing, counts: { finished } }: CellSummary): string[] {
  if (missing === 0) return [];
  return [`metric not reported${missing === finished ? '' : ` by ${missing} of ${finished}`}`];
}

function soFar({ latest, counts }: CellSummary, format: MetricFormat): string[] {
  if (latest === undefined || counts.finished > 0) return [];
  const place = 'epoch' in latest ? `epoch ${Math.floor(latest.epoch)}` : countOf(latest.step, 'step');
  return [`${formatWithUnit(format, latest.value)} after ${place}`];
}

function statusTone(cell: CellSummary): Cell['tone'] {
  const { counts, outcomes, unreported } = cell;
  if (counts.failed > 0) return 'bad';
  if (outcomes.diverged + outcomes['no-progress'] + unreported > 0) return 'warning';
  if (succeeded(cell) < counts.total) return 'faint';
  // That a run came to its end says nothing of how good it is.
  return outcomes.completed > 0 ? undefined : 'good';
}
