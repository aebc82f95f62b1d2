import type { TrialStatus } from '@gridsweep/protocol';
import {
  METRIC_NAMES,
  type FailureKind,
  type MetricPoint,
  type Outcome,
  type Parameters,
  type Provenance,
  type TrialState,
} from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';

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
}

/** Trials of a sweep in its order, or those of them that are named, each with the newest value of each metric. */
export async function readTrials(
  db: Queryable,
  sweepId: string,
  trialIds: readonly string[] | undefined,
): Promise<TrialStatus[]> {
  const parameters = [sweepId, trialIds ?? null];
  const chosen = `t.sweep_id = $1 and ($2::text[] is null or t.id = any ($2::text[]))`;
  const rows = await db.query<TrialRow>(
    `select id, sweep_id, index, cell_id, parameters, seed::float8 as seed, state, outcome, failure_kind, failure_detail,
            attempts, agent_id, provenance, started_at, ended_at
       from trials t
      where ${chosen}
      order by index`,
    parameters,
  );
  // One index look-up per trial and metric instead of a scan of all points.
  const points = await db.query<MetricPoint & { trial_id: string }>(
    `select t.id as trial_id, m.name, m.step::float8 as step, m.epoch, m.value
       from trials t
      cross join unnest($3::text[]) with ordinality as metric (name, place)
      cross join lateral (
            select name, step, epoch, value from metrics
             where trial_id = t.id and name = metric.name
             order by step desc limit 1) m
      where ${chosen}
      order by t.index, metric.place`,
    [...parameters, METRIC_NAMES],
  );
  const latest = new Map<string, MetricPoint[]>();
  for (const { trial_id: trialId, ...point } of points) {
    const list = latest.get(trialId);
    if (list === undefined) latest.set(trialId, [point]);
    else list.push(point);
  }
  return rows.map((row) => toTrial(row, latest.get(row.id) ?? []));
}

function toTrial(row: TrialRow, latest: readonly MetricPoint[]): TrialStatus {
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
    ...(row.provenance === null ? {} : { provenance: JSON.parse(row.provenance) as Provenance }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}
