import type { MetricPoint } from '@gridsweep/sweep';
import { wallTimeMs } from '../cell-summary.ts';
import { readableName } from '../names.ts';
import { formatParameter } from '../parameter-label.ts';
import { joined } from '../provenance.ts';
import { countTrials, formatCounts, type SweepRecord, type TrialRecord } from '../record.ts';
import { formatValue, formatWithUnit, metricFormat, metricTitle, type MetricFormat } from '../value-format.ts';
import { durationCell, parameterCell } from './comparison-table.ts';
import { each } from './rows.ts';
import { column, parameterKeys, plain, type Cell, type Column, type Table } from './table.ts';

interface Field<T> {
  readonly column: Column;
  readonly cell: (of: T) => Cell;
}

/** For programs as it is, under the name that people see as well. */
function field<T>(
  key: string,
  of: (item: T) => string | number | null | undefined,
  options: ColumnOptions = {},
): Field<T> {
  return { column: column(key, options.title ?? key, options), cell: (item) => plain(of(item)) };
}

type ColumnOptions = Partial<Omit<Column, 'key'>>;

const DATA = { audience: 'programs' } as const;
const NUMBER = { align: 'right' } as const;

/**
 * One row per trial, in the sweep's order: for people what differs between the cells, how it ended and the metric's last value; for
 * programs everything that is known, every hyperparameter included. Rows are made while they are gone through.
 */
export function trialTable(record: SweepRecord): Table {
  const format = metricFormat(record.metric.name, record.metrics);
  const known: Field<TrialRow>[] = [
    field('trial_id', ({ trial }) => trial.id, DATA),
    field('index', ({ trial }) => trial.index, { ...NUMBER, title: '#' }),
    field('cell_id', ({ trial }) => trial.cellId, DATA),
    field('seed', ({ trial }) => trial.seed, NUMBER),
    field('state', ({ trial }) => trial.state, DATA),
    field('outcome', ({ trial }) => trial.outcome, DATA),
    { column: column('result', 'outcome', { audience: 'people' }), cell: ({ trial }) => resultCell(trial) },
    field('failure_kind', ({ trial }) => trial.failure?.kind, DATA),
    field('failure_detail', ({ trial }) => trial.failure?.detail, DATA),
    field('metric', () => record.metric.name, DATA),
    {
      column: column('value', metricTitle(format), NUMBER),
      cell: ({ last }) =>
        last === undefined ? { value: null, text: '–' } : { value: last.value, text: formatValue(format, last.value) },
    },
    field('step', ({ last }) => last?.step, { ...NUMBER, dropOrder: 3 }),
    field('epoch', ({ last }) => last?.epoch, { ...NUMBER, ...DATA }),
    field('attempts', ({ trial }) => trial.attempts, { ...NUMBER, dropOrder: 4 }),
    field('started_at', ({ trial }) => isoTime(trial.startedAt), DATA),
    field('ended_at', ({ trial }) => isoTime(trial.endedAt), DATA),
    {
      column: column('wall_seconds', 'time', { ...NUMBER, dropOrder: 2 }),
      cell: ({ trial }) => durationCell(wallTimeMs(trial)),
    },
    field('version', ({ trial }) => joined(trial.provenance, ({ version }) => version), DATA),
    field('engine', ({ trial }) => joined(trial.provenance, ({ engine }) => engine), { dropOrder: 5 }),
    field('engine_variant', ({ trial }) => joined(trial.provenance, ({ engineVariant }) => engineVariant), DATA),
    field('device', ({ trial }) => joined(trial.provenance, ({ device }) => device), { dropOrder: 6 }),
    field('node_version', ({ trial }) => joined(trial.provenance, ({ nodeVersion }) => nodeVersion), DATA),
    { column: column('id', 'id', { audience: 'people', dropOrder: 7 }), cell: ({ trial }) => plain(trial.id) },
  ];
  const names = new Set([...record.axes, ...record.trials.flatMap(({ parameters }) => Object.keys(parameters))]);
  const at = known.findIndex(({ column: { key } }) => key === 'seed');
  const parameters = parameterFields<TrialRow>([...names], known, record.axes, ({ trial }) => trial);
  const fields = [...known.slice(0, at), ...parameters, ...known.slice(at)];
  const rows = each(inOrder(record), (trial) => ({ trial, last: lastPoint(trial, format.name) }));
  const table = tableOf(record, 'trials', fields, rows);
  return { ...table, notes: [...table.notes, ...failureNotes(record)] };
}

/** More failures than these are told by the rows alone. */
const MOST_FAILURES = 10;

function failureNotes(record: SweepRecord): string[] {
  return inOrder(record)
    .flatMap(({ index, failure }) => (failure === undefined ? [] : [`#${index} failed: ${failure.detail}`]))
    .slice(0, MOST_FAILURES);
}

interface TrialRow {
  readonly trial: TrialRecord;
  /** Last point of the sweep's metric. */
  readonly last: MetricPoint | undefined;
}

/** One row per observation, in the trials' order: every curve as it was recorded. Rows are made while they are gone through. */
export function pointTable(record: SweepRecord): Table {
  const formats = new Map<string, MetricFormat>();
  const formatOf = (name: string) => {
    const format = formats.get(name) ?? metricFormat(name, record.metrics);
    formats.set(name, format);
    return format;
  };
  const known: Field<PointRow>[] = [
    field('index', ({ trial }) => trial.index, { ...NUMBER, title: '#' }),
    field('trial_id', ({ trial }) => trial.id, DATA),
    field('cell_id', ({ trial }) => trial.cellId, DATA),
    field('seed', ({ trial }) => trial.seed, NUMBER),
    field('metric', ({ point }) => point.name),
    field('step', ({ point }) => point.step, NUMBER),
    field('epoch', ({ point }) => point.epoch, { ...NUMBER, ...(countsEpochs(record) ? { dropOrder: 1 } : DATA) }),
    {
      column: column('value', 'value', NUMBER),
      cell: ({ point: { name, value } }) => ({ value, text: formatWithUnit(formatOf(name), value) }),
    },
  ];
  const at = known.findIndex(({ column: { key } }) => key === 'metric');
  const parameters = parameterFields<PointRow>(record.axes, known, record.axes, ({ trial }) => trial);
  return tableOf(record, 'points', [...known.slice(0, at), ...parameters, ...known.slice(at)], pointRows(record));
}

function countsEpochs({ trials }: SweepRecord): boolean {
  return trials.some(({ points }) => points.some(({ epoch }) => epoch !== undefined));
}

interface PointRow {
  readonly trial: TrialRecord;
  readonly point: MetricPoint;
}

function pointRows(record: SweepRecord): Iterable<PointRow> {
  return {
    *[Symbol.iterator]() {
      for (const trial of inOrder(record)) for (const point of trial.points) yield { trial, point };
    },
  };
}

function tableOf<T>(record: SweepRecord, what: string, fields: readonly Field<T>[], items: Iterable<T>): Table {
  return {
    title: `${readableName(record.name)}: ${what}`,
    columns: fields.map((each) => each.column),
    rows: each(items, (item) => fields.map(({ cell }) => cell(item))),
    notes: [`${formatCounts(countTrials(record.trials))}.`],
  };
}

/** @param axes those that people see too. */
function parameterFields<T>(
  names: readonly string[],
  others: readonly Field<T>[],
  axes: readonly string[],
  trialOf: (item: T) => TrialRecord,
): Field<T>[] {
  const keys = parameterKeys(
    names,
    others.map(({ column: { key } }) => key),
  );
  return names.map((name, at) => ({
    column: column(keys[at]!, name, { audience: axes.includes(name) ? 'both' : 'programs' }),
    cell: (item) => {
      const value = trialOf(item).parameters[name];
      return value === null ? { value, text: formatParameter(value) } : parameterCell(value);
    },
  }));
}

function inOrder({ trials }: SweepRecord): TrialRecord[] {
  return trials.toSorted((a, b) => a.index - b.index);
}

function lastPoint({ points }: TrialRecord, metric: string): MetricPoint | undefined {
  return points.findLast(({ name }) => name === metric);
}

/** How the trial ended, or how it stands. */
function resultCell({ state, outcome, failure }: TrialRecord): Cell {
  switch (state) {
    case 'finished': {
      const text = (outcome ?? state).replace('no-progress', 'no progress');
      if (outcome === 'completed') return { value: null, text };
      return { value: null, text, tone: outcome === 'converged' ? 'good' : 'warning' };
    }
    case 'failed':
      return { value: null, text: failure === undefined ? state : `failed (${failure.kind})`, tone: 'bad' };
    case 'pending':
    case 'running':
    case 'cancelled':
      return { value: null, text: state, tone: 'faint' };
  }
}

function isoTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
