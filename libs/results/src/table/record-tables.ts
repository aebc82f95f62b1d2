import type { MetricPoint } from '@gridsweep/sweep';
import { wallTimeMs } from '../cell-summary.ts';
import { readableName } from '../names.ts';
import { joined } from '../provenance.ts';
import { countTrials, formatCounts, type SweepRecord, type TrialRecord } from '../record.ts';
import { sweepMetric, type SweepMetric } from '../sweep-metric.ts';
import { formatValue, formatWithUnit, metricFormat, metricTitle, type MetricFormat } from '../value-format.ts';
import { typeOf } from './column-type.ts';
import { durationCell } from './comparison-table.ts';
import { parameterCell } from './parameter-cell.ts';
import { each } from './rows.ts';
import { column, parameterKeys, plain, type Cell, type CellValue, type Column, type Table } from './table.ts';

interface Field<T> {
  readonly column: Column;
  readonly cell: (of: T) => Cell;
}

/** For programs as it is, under the name that people see as well. */
function field<T>(key: string, of: (item: T) => CellValue | undefined, options: ColumnOptions = {}): Field<T> {
  return { column: column(key, options.title ?? key, options), cell: (item) => plain(of(item)) };
}

type ColumnOptions = Partial<Omit<Column, 'key'>>;

const TEXT = { audience: 'programs', type: 'text' } as const;
const TIME = { audience: 'programs', type: 'time' } as const;
const COUNT = { align: 'right', type: 'integer' } as const;
const NUMBER = { align: 'right', type: 'number' } as const;
const DATA = { audience: 'programs' } as const;

/**
 * One row per trial, in the sweep's order: for people what differs between the cells, how it ended and the metric's last value; for
 * programs everything that is known, every hyperparameter included, in metrics' own units. Rows are made while they are gone through.
 *
 * `final_*` is the sweep's metric at the last point so far, final once the trial has finished. `best_*` is where the metric that
 * chooses was best: `best_value` the sweep's metric there, `best_choice_value` the one that chooses, which is the same where nothing is
 * kept apart for choosing.
 */
export function trialTable(record: SweepRecord): Table {
  const format = metricFormat(record.metric.name, record.metrics);
  const known: Field<TrialRow>[] = [
    field('trial_id', ({ trial }) => trial.id, TEXT),
    field('index', ({ trial }) => trial.index, { ...COUNT, title: '#' }),
    field('cell_id', ({ trial }) => trial.cellId, TEXT),
    field('seed', ({ trial }) => trial.seed, COUNT),
    field('state', ({ trial }) => trial.state, TEXT),
    field('outcome', ({ trial }) => trial.outcome, TEXT),
    { column: column('result', 'outcome', { audience: 'people' }), cell: ({ trial }) => resultCell(trial) },
    field('failure_kind', ({ trial }) => trial.failure?.kind, TEXT),
    field('failure_detail', ({ trial }) => trial.failure?.detail, TEXT),
    field('metric', () => record.metric.name, TEXT),
    {
      column: column('final_value', metricTitle(format), NUMBER),
      cell: ({ final }) =>
        final === undefined
          ? { value: null, text: '–' }
          : { value: final.value, text: formatValue(format, final.value) },
    },
    field('final_step', ({ final }) => final?.step, { ...COUNT, title: 'step', dropOrder: 3 }),
    field('final_epoch', ({ final }) => final?.epoch, { ...NUMBER, ...DATA }),
    field('choice_metric', ({ choiceMetric }) => choiceMetric, TEXT),
    field('choice_value', ({ choice }) => choice?.value, { ...NUMBER, ...DATA }),
    field('best_value', ({ atBest }) => atBest?.value, { ...NUMBER, ...DATA }),
    field('best_choice_value', ({ best }) => best?.value, { ...NUMBER, ...DATA }),
    field('best_step', ({ best }) => best?.step, { ...COUNT, ...DATA }),
    field('best_epoch', ({ best }) => best?.epoch, { ...NUMBER, ...DATA }),
    field('attempts', ({ trial }) => trial.attempts, { ...COUNT, dropOrder: 4 }),
    field('agent_id', ({ trial }) => trial.agentId, TEXT),
    field('started_at', ({ trial }) => isoTime(trial.startedAt), TIME),
    field('ended_at', ({ trial }) => isoTime(trial.endedAt), TIME),
    {
      column: column('duration_seconds', 'time', { ...NUMBER, dropOrder: 2 }),
      cell: ({ trial }) => durationCell(wallTimeMs(trial)),
    },
    field('version', ({ trial }) => joined(trial.provenance, ({ version }) => version), TEXT),
    field('engine', ({ trial }) => joined(trial.provenance, ({ engine }) => engine), { type: 'text', dropOrder: 5 }),
    field('engine_variant', ({ trial }) => joined(trial.provenance, ({ engineVariant }) => engineVariant), TEXT),
    field('device', ({ trial }) => joined(trial.provenance, ({ device }) => device), { type: 'text', dropOrder: 6 }),
    field('node_version', ({ trial }) => joined(trial.provenance, ({ nodeVersion }) => nodeVersion), TEXT),
    field('sweep', () => record.name, TEXT),
    field('sweep_id', () => record.id, TEXT),
    { column: column('id', 'id', { audience: 'people', dropOrder: 7 }), cell: ({ trial }) => plain(trial.id) },
  ];
  const names = new Set([...record.axes, ...record.trials.flatMap(({ parameters }) => Object.keys(parameters))]);
  const at = known.findIndex(({ column: { key } }) => key === 'seed');
  const parameters = parameterFields<TrialRow>([...names], known, record, ({ trial }) => trial);
  const fields = [...known.slice(0, at), ...parameters, ...known.slice(at)];
  const metric = sweepMetric(record);
  const rows = each(inOrder(record), (trial) => trialRow(trial, metric));
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
  readonly final: MetricPoint | undefined;
  /** The metric that chooses: the sweep's own where the trial does not report it. */
  readonly choiceMetric: string;
  /** Its last point, its best finite one, and the sweep's metric at the best one. */
  readonly choice: MetricPoint | undefined;
  readonly best: MetricPoint | undefined;
  readonly atBest: MetricPoint | undefined;
}

function trialRow(trial: TrialRecord, { name, goal, chooseBy }: SweepMetric): TrialRow {
  const { points } = trial;
  const isReported = chooseBy !== undefined && points.some((point) => point.name === chooseBy);
  const choiceMetric = isReported ? chooseBy : name;
  const sign = goal === 'maximize' ? 1 : -1;
  let best: MetricPoint | undefined;
  for (const point of points) {
    if (point.name !== choiceMetric || !Number.isFinite(point.value)) continue;
    if (best === undefined || sign * (point.value - best.value) > 0) best = point;
  }
  return {
    ...{ trial, choiceMetric, best },
    final: points.findLast((point) => point.name === name),
    choice: points.findLast((point) => point.name === choiceMetric),
    atBest: best && points.find((point) => point.name === name && point.step === best.step),
  };
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
    field('index', ({ trial }) => trial.index, { ...COUNT, title: '#' }),
    field('trial_id', ({ trial }) => trial.id, TEXT),
    field('cell_id', ({ trial }) => trial.cellId, TEXT),
    field('seed', ({ trial }) => trial.seed, COUNT),
    field('metric', ({ point }) => point.name, { type: 'text' }),
    field('step', ({ point }) => point.step, COUNT),
    field('epoch', ({ point }) => point.epoch, { ...NUMBER, ...(countsEpochs(record) ? { dropOrder: 1 } : DATA) }),
    {
      column: column('value', 'value', NUMBER),
      cell: ({ point: { name, value } }) => ({ value, text: formatWithUnit(formatOf(name), value) }),
    },
  ];
  const at = known.findIndex(({ column: { key } }) => key === 'metric');
  const parameters = parameterFields<PointRow>(record.axes, known, record, ({ trial }) => trial);
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

/** People see those that are axes. */
function parameterFields<T>(
  names: readonly string[],
  others: readonly Field<T>[],
  { axes, trials }: SweepRecord,
  trialOf: (item: T) => TrialRecord,
): Field<T>[] {
  const keys = parameterKeys(
    names,
    others.map(({ column: { key } }) => key),
  );
  return names.map((name, at) => ({
    column: column(keys[at]!, name, {
      audience: axes.includes(name) ? 'both' : 'programs',
      type: typeOf(trials.map(({ parameters }) => parameterCell(parameters[name]).value)),
    }),
    cell: (item) => parameterCell(trialOf(item).parameters[name]),
  }));
}

function inOrder({ trials }: SweepRecord): TrialRecord[] {
  return trials.toSorted((a, b) => a.index - b.index);
}

/** How the trial ended, or how it stands. */
function resultCell({ state, outcome, failure }: TrialRecord): Cell {
  switch (state) {
    case 'finished':
      return { value: null, text: outcome ?? state, ...(outcome === 'diverged' && { tone: 'warning' }) };
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
