import type { FailureKind } from '@gridsweep/sweep';
import type { Report } from '@gridsweep/protocol';

import type { ReceivedReport, ReportOutcome, StoredReports } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { IncomingFiles } from './checkpoints.ts';
import { storable } from './logs.ts';
import { applyEvent, lockTrials, saveTrials, type LockedTrial } from './locked-trials.ts';
import { insertPoints, metricNames, refusePoints, type Contradiction, type TrialPoint } from './points.ts';

/** Stores reports in order; those of one trial see the effect of the ones before them. */
export async function storeReports(
  db: Queryable,
  reports: readonly ReceivedReport[],
  now: number,
): Promise<StoredReports> {
  const locked = await lockTrials(db, 't.id = any ($1::text[])', [trialIdsOf(reports)]);
  const trials = new Map(locked.map((trial) => [trial.id, trial]));
  const news: News = {
    points: [],
    names: await metricNames(db, trialIdsOf(reports, 'metrics')),
    files: await IncomingFiles.read(db, trialIdsOf(reports, 'checkpoint', 'weights')),
    now,
  };
  const touched = new Set<LockedTrial>();
  const outcomes = reports.map(({ agentId, report }): ReportOutcome => {
    const trial = trials.get(report.trialId);
    if (trial === undefined) return FENCED;
    const verdict = judge(trial, agentId, report);
    if (verdict !== 'next') return verdict;
    touched.add(trial);
    const refusal = take(trial, report, news);
    if (refusal !== undefined) {
      applyEvent(trial, { type: 'fail', attempt: report.attempt, kind: refusal.kind, detail: refusal.reason }, now);
      return { type: 'refused', reason: refusal.reason };
    }
    trial.lastSeq = report.seq;
    return STORED;
  });
  for (const contradiction of await insertPoints(db, news.points)) {
    noteContradiction(trials.get(contradiction.trialId)!, contradiction, now);
  }
  await news.files.save(db);
  const changes = touched.size === 0 ? [] : await saveTrials(db, [...touched], now);
  return { outcomes, touched: [...touched].map(({ id, sweepId }) => ({ trialId: id, sweepId })), changes };
}

function trialIdsOf(reports: readonly ReceivedReport[], ...types: Report['body']['type'][]): string[] {
  const chosen = reports.filter(({ report }) => types.length === 0 || types.includes(report.body.type));
  return [...new Set(chosen.map(({ report }) => storable(report.trialId)))];
}

const STORED: ReportOutcome = { type: 'stored' };
const FENCED: ReportOutcome = { type: 'fenced' };

/** What to do with a report before looking at what it says. */
function judge(trial: LockedTrial, agentId: string, report: Report): ReportOutcome | 'next' {
  const { status, lastSeq } = trial;
  // I2: only the newest attempt, and only by the agent that took it.
  if (report.attempt !== status.attempts || agentId !== trial.agentId) return FENCED;
  // I3: sent again because the acknowledgement was lost, even after the report that ended the trial.
  if (report.seq <= lastSeq) return STORED;
  return status.state === 'running' ? 'next' : FENCED;
}

/** What the reports of one transaction bring, gathered to be written together. */
interface News {
  readonly points: TrialPoint[];
  /** Of the metrics of each trial that has points here. */
  readonly names: ReadonlyMap<string, Set<string>>;
  readonly files: IncomingFiles;
  readonly now: number;
}

/** Why a report ends its attempt instead of being stored. */
interface Refusal {
  readonly kind: FailureKind;
  readonly reason: string;
}

function take(trial: LockedTrial, { attempt, seq, body }: Report, news: News): Refusal | undefined {
  const expected = trial.lastSeq + 1;
  if (seq !== expected) return { kind: 'lost', reason: `report ${expected} is missing before report ${seq}` };
  switch (body.type) {
    case 'metrics': {
      const reason = refusePoints(body.points, news.names.get(trial.id)!);
      // Another attempt would report the same.
      if (reason !== undefined) return { kind: 'bad-config', reason };
      for (const point of body.points) news.points.push({ trialId: trial.id, point });
      return undefined;
    }
    case 'checkpoint':
    case 'weights': {
      const reason = news.files.take(trial.id, body);
      return reason === undefined ? undefined : { kind: 'crash', reason };
    }
    case 'finished':
      applyEvent(trial, { type: 'finish', attempt, outcome: body.outcome }, news.now);
      return undefined;
    case 'failed':
      applyEvent(trial, { type: 'fail', attempt, kind: body.kind, detail: body.detail }, news.now);
      return undefined;
    case 'handed-back':
      applyEvent(trial, { type: 'hand-back', attempt }, news.now);
      return undefined;
  }
}

function noteContradiction(trial: LockedTrial, { point, sent }: Contradiction, now: number): void {
  trial.notes.push({
    trialId: trial.id,
    attempt: trial.before.attempts,
    agentId: trial.agentId ?? '',
    time: now,
    level: 'warn',
    message:
      `${point.name} at step ${point.step} was ${point.value} and came again as ${sent}; the first is kept. ` +
      'The attempts ran on different engines, or the workload is not deterministic.',
  });
}
