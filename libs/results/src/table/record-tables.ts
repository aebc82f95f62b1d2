import type { SweepRecord } from '../record.ts';
import { readableName } from '../readable-name.ts';
import { countTrials, formatCounts } from '../trial-counts.ts';
import { parameterCell } from './comparison-table.ts';
import { column, plain, type Table } from './table.ts';

/** One row per trial with every hyperparameter, for programs that analyse a sweep on their own. */
export function trialTable(record: SweepRecord): Table {
  const parameters = [...new Set(record.trials.flatMap((trial) => Object.keys(trial.parameters)))];
  return {
    title: `${readableName(record.name)}: trials`,
    columns: [
      ...['trial_id', 'index', 'cell_id', 'seed', 'state', 'outcome', 'failure_kind', 'failure_detail', 'attempts'],
      ...['started_at', 'ended_at', 'version', 'engine', 'engine_variant', 'device', 'node_version'],
      ...parameters,
    ].map((key) => column(key, key)),
    rows: record.trials.map((trial) => [
      ...[trial.id, trial.index, trial.cellId, trial.seed, trial.state, trial.outcome].map(plain),
      ...[trial.failure?.kind, trial.failure?.detail, trial.attempts].map(plain),
      ...[isoTime(trial.startedAt), isoTime(trial.endedAt)].map(plain),
      ...[trial.provenance?.version, trial.provenance?.engine, trial.provenance?.engineVariant].map(plain),
      ...[trial.provenance?.device, trial.provenance?.nodeVersion].map(plain),
      ...parameters.map((name) => {
        const value = trial.parameters[name];
        return value === undefined || value === null ? plain(null) : parameterCell(value);
      }),
    ]),
    notes: [`${formatCounts(countTrials(record.trials))}.`],
  };
}

/** One row per observation, in the trials' order: every curve as it was recorded. */
export function pointTable(record: SweepRecord): Table {
  return {
    title: `${readableName(record.name)}: points`,
    columns: [
      ...['trial_id', 'seed', ...record.axes, 'name'].map((key) => column(key, key)),
      ...['step', 'epoch', 'value'].map((key) => column(key, key, { align: 'right' })),
    ],
    rows: record.trials.flatMap((trial) => {
      const trialCells = [
        plain(trial.id),
        plain(trial.seed),
        ...record.axes.map((axis) => parameterCell(trial.parameters[axis])),
      ];
      return trial.points.map(({ name, step, epoch, value }) => [
        ...trialCells,
        ...[name, step, epoch, value].map(plain),
      ]);
    }),
    notes: [`${formatCounts(countTrials(record.trials))}.`],
  };
}

function isoTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
