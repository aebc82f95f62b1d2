import { GridsweepError } from '@gridsweep/sweep';
import type { MetricPoint } from '@gridsweep/sweep';
import type { Report } from '@gridsweep/protocol';

import type { Change, ReceivedReport, ReportOutcome, StoredReports } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { storable } from './logs.ts';
import { applyEvent, lockTrials, saveTrials, type LockedTrial } from './locked-trials.ts';

/** Stores reports in order; those of one trial see the effect of the ones before them. */
export async function storeReports(
  db: Queryable,
  reports: readonly ReceivedReport[],
  now: number,
): Promise<StoredReports> {
  const ids = [...new Set(reports.map(({ report }) => storable(report.trialId)))];
  const locked = await lockTrials(db, 't.id = any ($1::text[])', [ids]);
  const trials = new Map(locked.map((trial) => [trial.id, trial]));
  const written: Written = { points: [], checkpoints: new Map() };
  const touched = new Set<LockedTrial>();
  const outcomes = reports.map(({ agentId, report }): ReportOutcome => {
    const trial = trials.get(report.trialId);
    if (trial === undefined) return FENCED;
    const verdict = judge(trial, agentId, report);
    if (verdict.type === 'gap') {
      const detail = `report ${verdict.expectedSeq} is missing before report ${report.seq}`;
      applyEvent(trial, { type: 'fail', attempt: report.attempt, kind: 'lost', detail }, now);
      touched.add(trial);
    }
    if (verdict.type !== 'new') return verdict;
    touched.add(trial);
    try {
      take(trial, report, written, now);
    } catch (thrown) {
      if (GridsweepError.from(thrown).code === 'fenced') return FENCED;
      throw thrown;
    }
    trial.lastSeq = report.seq;
    return STORED;
  });
  await insertPoints(db, written.points, trials, now);
  await saveCheckpoints(db, written.checkpoints);
  const changes = touched.size === 0 ? [] : await saveTrials(db, [...touched], now);
  await forgetCheckpoints(db, changes);
  return { outcomes, touched: [...touched].map(({ id, sweepId }) => ({ trialId: id, sweepId })), changes };
}

const STORED: ReportOutcome = { type: 'stored' };
const FENCED: ReportOutcome = { type: 'fenced' };
const NEW = { type: 'new' } as const;

/** What to do with a report before looking at what it says. */
function judge(trial: LockedTrial, agentId: string, report: Report): ReportOutcome | typeof NEW {
  const { status, lastSeq } = trial;
  // I2: only the newest attempt, and only by the agent that took it.
  if (report.attempt !== status.attempts || agentId !== trial.agentId) return FENCED;
  // I3: sent again because the acknowledgement was lost, even after the report that ended the trial.
  if (report.seq <= lastSeq) return STORED;
  if (status.state !== 'running') return FENCED;
  if (report.seq > lastSeq + 1) return { type: 'gap', expectedSeq: lastSeq + 1 };
  return NEW;
}

interface Written {
  readonly points: { readonly trialId: string; readonly point: MetricPoint }[];
  /** By trial; only the newest of this batch. */
  readonly checkpoints: Map<string, { readonly step: number; readonly bytes: Uint8Array }>;
}

function take(trial: LockedTrial, { attempt, body }: Report, written: Written, now: number): void {
  switch (body.type) {
    case 'metrics':
      for (const point of body.points) written.points.push({ trialId: trial.id, point });
      return;
    case 'checkpoint':
      if (body.step >= (written.checkpoints.get(trial.id)?.step ?? 0)) written.checkpoints.set(trial.id, body);
      return;
    case 'finished':
      applyEvent(trial, { type: 'finish', attempt, outcome: body.outcome }, now);
      return;
    case 'failed':
      applyEvent(trial, { type: 'fail', attempt, kind: body.kind, detail: body.detail }, now);
      return;
    case 'handed-back':
      applyEvent(trial, { type: 'hand-back', attempt }, now);
      return;
  }
}

/**
 * I3: a point is stored once, whoever sends it again. A resumed attempt must send the bits of the one before it (I5);
 * where it does not, the first value stays and the trial's log says so.
 */
async function insertPoints(
  db: Queryable,
  points: Written['points'],
  trials: ReadonlyMap<string, LockedTrial>,
  now: number,
): Promise<void> {
  if (points.length === 0) return;
  const columns = [
    points.map(({ trialId }) => trialId),
    points.map(({ point }) => point.name),
    points.map(({ point }) => point.step),
    points.map(({ point }) => point.epoch),
    points.map(({ point }) => point.value),
  ];
  const [inserted] = await db.query<{ count: number }>(
    `with inserted as (
     insert into metrics (trial_id, name, step, epoch, value)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::float8[], $5::float8[])
     on conflict do nothing
     returning 1)
     select count(*)::int as count from inserted`,
    columns,
  );
  if (inserted?.count === points.length) return;
  const different = await db.query<MetricPoint & { trial_id: string; sent: number }>(
    `select distinct on (m.trial_id) m.trial_id, m.name, m.step::float8 as step, m.epoch, m.value, sent.value as sent
       from unnest($1::text[], $2::text[], $3::bigint[], $4::float8[], $5::float8[])
         as sent (trial_id, name, step, epoch, value)
       join metrics m on m.trial_id = sent.trial_id and m.name = sent.name and m.step = sent.step
      where m.value <> sent.value
      order by m.trial_id, m.step`,
    columns,
  );
  for (const { trial_id: trialId, name, step, value, sent } of different) {
    const trial = trials.get(trialId)!;
    const message = `${name} at step ${step} was ${value} and came again as ${sent}; the first is kept. The attempts' engines differ.`;
    trial.notes.push({
      trialId,
      attempt: trial.before.attempts,
      agentId: trial.agentId ?? '',
      time: now,
      level: 'warn',
      message,
    });
  }
}

/** Keeps the newest checkpoint of a trial; a step never goes back. */
async function saveCheckpoints(db: Queryable, checkpoints: Written['checkpoints']): Promise<void> {
  for (const [trialId, { step, bytes }] of checkpoints) {
    await db.query(
      `insert into checkpoints (trial_id, step, bytes) values ($1, $2, $3)
       on conflict (trial_id) do update set step = excluded.step, bytes = excluded.bytes
        where excluded.step > checkpoints.step`,
      [trialId, step, bytes],
    );
  }
}

/** A finished trial never goes on, so nothing reads its checkpoint again. */
async function forgetCheckpoints(db: Queryable, changes: readonly Change[]): Promise<void> {
  const finished = changes.filter((change) => change.state === 'finished').map((change) => change.trialId);
  if (finished.length > 0) await db.query('delete from checkpoints where trial_id = any ($1::text[])', [finished]);
}
