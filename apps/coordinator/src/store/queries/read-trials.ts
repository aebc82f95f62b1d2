import type { TrialView } from '@gridsweep/protocol';
import {
  GridsweepError,
  type FailureKind,
  type MetricPoint,
  type Outcome,
  type Parameters,
  type Provenance,
  type TrialState,
} from '@gridsweep/sweep';

import type { TrialChoice } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { storable } from './logs.ts';
import { toPoint, type PointRow } from './points.ts';

interface TrialRow {
  id: string;
  sweep_id: string;
  index: number;
  cell_id: string;
  parameters: string;
  seed: number;
  state: TrialState;
  outcome: Outcome | null;
  failure_kind: FailureKind | null;
  failure_detail: string | null;
  attempts: number;
  agent_id: string | null;
  provenance: string | null;
  started_at: number | null;
  ended_at: number | null;
  weights_step: number | null;
  weights_bytes: number | null;
  weights_sha256: string | null;
}

/** Trials of a sweep in its order, each with the newest value of each metric, by name. */
export async function readTrials(db: Queryable, sweepId: string, choice: TrialChoice): Promise<TrialView[]> {
  const chosen =
    'ids' in choice
      ? { condition: 't.id = any ($2::text[]) order by index', parameters: [choice.ids] }
      : // Indices have no gaps. Without an end, the database would sort all that follow.
        {
          condition: 'index >= $2 and index < $3 order by index',
          parameters: [choice.fromIndex, choice.fromIndex + choice.limit],
        };
  const rows = await db.query<TrialRow>(
    `select t.id, sweep_id, index, cell_id, parameters, seed::float8 as seed, state, outcome, failure_kind, failure_detail,
            attempts, agent_id, provenance, started_at, ended_at, w.step::float8 as weights_step,
            w.total_bytes::float8 as weights_bytes, w.sha256 as weights_sha256
       from trials t
       left join checkpoints w on w.trial_id = t.id and w.kind = 'weights' and w.complete
      where sweep_id = $1 and ${chosen.condition}`,
    [sweepId, ...chosen.parameters],
  );
  const latest = await readLatest(
    db,
    rows.filter((row) => row.attempts > 0).map((row) => row.id),
  );
  return rows.map((row) => toTrial(row, latest.get(row.id) ?? []));
}

async function readLatest(db: Queryable, trialIds: readonly string[]): Promise<Map<string, MetricPoint[]>> {
  const latest = new Map<string, MetricPoint[]>();
  if (trialIds.length === 0) return latest;
  const rows = await db.query<PointRow & { trial_id: string }>(
    `select trial_id, name, step::float8 as step, epoch, value
       from latest_metrics
      where trial_id = any ($1::text[])
      order by trial_id, name`,
    [trialIds],
  );
  for (const { trial_id: trialId, ...row } of rows) {
    const list = latest.get(trialId);
    if (list === undefined) latest.set(trialId, [toPoint(row)]);
    else list.push(toPoint(row));
  }
  return latest;
}

/** The id of a trial, by that, a unique beginning of it, or its index in the sweep. */
export async function findTrial(db: Queryable, sweepId: string, selector: string): Promise<string> {
  const index = /^\d{1,9}$/.test(selector) ? Number(selector) : -1;
  const rows = await db.query<{ id: string; rank: number }>(
    `select id, case when id = $2 or index = $3 then 0 else 1 end as rank
       from trials
      where sweep_id = $1 and (id = $2 or index = $3 or starts_with(id, $2))
      order by rank, index
      limit 2`,
    [sweepId, storable(selector), index],
  );
  const [first, second] = rows;
  if (first !== undefined && selector !== '' && (first.rank === 0 || second === undefined)) return first.id;
  const [row] = await db.query<{ last: number | null }>('select max(index) as last from trials where sweep_id = $1', [
    sweepId,
  ]);
  throw new GridsweepError(
    'not-found',
    `The sweep ${sweepId} has no trial "${selector}"; give a trial's id or its index, 0 to ${row?.last ?? 0}.`,
  );
}

/** A trial of any sweep, by its id or a unique beginning of it. */
export async function locateTrial(
  db: Queryable,
  selector: string,
): Promise<{ readonly sweepId: string; readonly trialId: string }> {
  const rows = await db.query<{ sweepId: string; trialId: string }>(
    `select sweep_id as "sweepId", id as "trialId" from trials where starts_with(id, $1) order by id <> $1, id limit 2`,
    [storable(selector)],
  );
  const [first, second] = rows;
  if (first === undefined || selector === '') {
    throw new GridsweepError(
      'not-found',
      `There is no trial "${selector}"; give a trial's id or a unique beginning of it, or a sweep and the trial's index.`,
    );
  }
  if (first.trialId === selector || second === undefined) return first;
  throw new GridsweepError(
    'conflict',
    `Several trials begin with "${selector}", such as ${first.trialId} and ${second.trialId}; give more of the id.`,
  );
}

function toTrial(row: TrialRow, latest: readonly MetricPoint[]): TrialView {
  return {
    id: row.id,
    sweepId: row.sweep_id,
    index: row.index,
    cellId: row.cell_id,
    parameters: JSON.parse(row.parameters) as Parameters,
    seed: row.seed,
    state: row.state,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.failure_kind === null ? {} : { failure: { kind: row.failure_kind, detail: row.failure_detail ?? '' } }),
    attempts: row.attempts,
    ...(row.agent_id === null ? {} : { agentId: row.agent_id }),
    latest,
    provenance: row.provenance === null ? [] : (JSON.parse(row.provenance) as Provenance[]),
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.weights_step === null
      ? {}
      : { weights: { step: row.weights_step, sizeBytes: row.weights_bytes!, sha256: row.weights_sha256! } }),
  };
}
